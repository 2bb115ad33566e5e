"""What can go wrong with products and stock."""

from marketplace.shared.errors import DomainError, InvalidInputError, NotFoundError


class ProductNotFound(NotFoundError):
    code = "product_not_found"


class CategoryNotFound(NotFoundError):
    code = "category_not_found"


class BrandNotFound(NotFoundError):
    code = "brand_not_found"


class ProductTransitionNotAllowed(DomainError):
    code = "product_transition_not_allowed"


class OutOfStock(DomainError):
    code = "out_of_stock"
    title = "Sin existencias"


class NotSellable(DomainError):
    """The product, its vendor or its category is not open for sale (any more)."""

    code = "not_sellable"
    title = "No está a la venta"


class SkuTaken(DomainError):
    code = "sku_taken"


class StockBelowReserved(DomainError):
    """The change would leave fewer units than buyers have reserved, or fewer than none."""

    code = "stock_below_reserved"


class InvalidImage(InvalidInputError):
    code = "invalid_image"


class CategoryMoveNotAllowed(DomainError):
    """A category cannot go below itself."""

    code = "category_move_not_allowed"


class VariantNotFound(NotFoundError):
    code = "variant_not_found"


class ProductIncomplete(InvalidInputError):
    """What was sent does not make a product that could be sold."""

    code = "product_incomplete"


class TooManyImages(DomainError):
    code = "too_many_images"


class NameTaken(DomainError):
    """A shelf or a brand of this name exists already."""

    code = "name_taken"
