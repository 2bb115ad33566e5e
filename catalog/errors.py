"""What can go wrong with products and stock."""

from marketplace.shared.errors import DomainError, InvalidInputError, NotFoundError


class ProductNotFound(NotFoundError):
    """No such product, deleted, hidden, or another shop's."""

    code = "product_not_found"


class CategoryNotFound(NotFoundError):
    """No such category, or it is hidden."""

    code = "category_not_found"


class BrandNotFound(NotFoundError):
    """No such brand."""

    code = "brand_not_found"


class ProductTransitionNotAllowed(DomainError):
    """The table of states has no such step, or not for this role."""

    code = "product_transition_not_allowed"


class OutOfStock(DomainError):
    """Fewer units are free than were wanted."""

    code = "out_of_stock"
    title = "Sin existencias"


class NotSellable(DomainError):
    """The product, its vendor or its category is not open for sale (any more)."""

    code = "not_sellable"
    title = "No está a la venta"


class SkuTaken(DomainError):
    """The shop has another variant of this SKU."""

    code = "sku_taken"


class StockBelowReserved(DomainError):
    """The change would leave fewer units than buyers have reserved, or fewer than none."""

    code = "stock_below_reserved"


class InvalidImage(InvalidInputError):
    """The file is no picture that we take."""

    code = "invalid_image"


class CategoryMoveNotAllowed(DomainError):
    """A category cannot go below itself."""

    code = "category_move_not_allowed"


class VariantNotFound(NotFoundError):
    """No such variant, or not of this product or shop."""

    code = "variant_not_found"


class VariantInUse(DomainError):
    """Buyers have reserved units of the variant."""

    code = "variant_in_use"


class ImageNotFound(NotFoundError):
    """No such picture, or not of this product."""

    code = "image_not_found"


class ProductIncomplete(InvalidInputError):
    """What was sent does not make a product that could be sold."""

    code = "product_incomplete"


class TooManyImages(DomainError):
    """The product has as many pictures as it may."""

    code = "too_many_images"


class NameTaken(DomainError):
    """A shelf or a brand of this name exists already."""

    code = "name_taken"


class CategoryInUse(DomainError):
    """Something hangs on the category: others below it, or products."""

    code = "category_in_use"


class BrandInUse(DomainError):
    """Products are of the brand."""

    code = "brand_in_use"
