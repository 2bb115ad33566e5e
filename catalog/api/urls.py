"""The catalogue's paths below ``/api/v1/``. Literal ones come before those with an id."""

from django.urls import path

from . import brands, categories, product_parts, products, shop_products

urlpatterns = [
    path("products", products.ProductList.as_view(), name="products"),
    path("products/featured", products.FeaturedProducts.as_view(), name="products-featured"),
    path("products/search", products.ProductSearch.as_view(), name="products-search"),
    path("products/check-sku", shop_products.SkuCheck.as_view(), name="check-sku"),
    path("products/my-products", shop_products.MyProducts.as_view(), name="my-products"),
    path("products/slug/<slug:slug>", products.ProductBySlug.as_view(), name="product-by-slug"),
    path("products/<uuid:product_id>", products.ProductDetail.as_view(), name="product"),
    path(
        "products/<uuid:product_id>/submit",
        shop_products.SubmitProduct.as_view(),
        name="product-submit",
    ),
    path(
        "products/<uuid:product_id>/pause",
        shop_products.PauseProduct.as_view(),
        name="product-pause",
    ),
    path(
        "products/<uuid:product_id>/resume",
        shop_products.ResumeProduct.as_view(),
        name="product-resume",
    ),
    path(
        "products/<uuid:product_id>/approve",
        shop_products.ApproveProduct.as_view(),
        name="product-approve",
    ),
    path(
        "products/<uuid:product_id>/reject",
        shop_products.RejectProduct.as_view(),
        name="product-reject",
    ),
    path(
        "products/<uuid:product_id>/stock",
        shop_products.ProductStock.as_view(),
        name="product-stock",
    ),
    path(
        "products/<uuid:product_id>/stock-movements",
        shop_products.StockMovements.as_view(),
        name="product-stock-movements",
    ),
    path(
        "products/<uuid:product_id>/request-changes",
        shop_products.RequestChanges.as_view(),
        name="product-request-changes",
    ),
    path(
        "products/<uuid:product_id>/images",
        product_parts.ProductImages.as_view(),
        name="product-images",
    ),
    path(
        "products/<uuid:product_id>/images/<uuid:image_id>",
        product_parts.ProductImageDetail.as_view(),
        name="product-image",
    ),
    path(
        "products/<uuid:product_id>/variants",
        product_parts.ProductVariants.as_view(),
        name="product-variants",
    ),
    path(
        "products/<uuid:product_id>/variants/<uuid:variant_id>",
        product_parts.ProductVariantDetail.as_view(),
        name="product-variant",
    ),
    path("categories", categories.CategoryList.as_view(), name="categories"),
    path("categories/tree", categories.CategoryTree.as_view(), name="category-tree"),
    path("categories/featured", categories.FeaturedCategories.as_view(), name="category-featured"),
    path("categories/bulk", categories.BulkCategories.as_view(), name="category-bulk"),
    path(
        "categories/slug/<slug:slug>",
        categories.CategoryBySlug.as_view(),
        name="category-by-slug",
    ),
    path("categories/<uuid:category_id>", categories.CategoryDetail.as_view(), name="category"),
    path(
        "categories/<uuid:category_id>/move",
        categories.MoveCategory.as_view(),
        name="category-move",
    ),
    path(
        "categories/<uuid:category_id>/breadcrumbs",
        categories.CategoryBreadcrumbs.as_view(),
        name="category-breadcrumbs",
    ),
    path(
        "categories/<uuid:category_id>/breadcrumb",
        categories.CategoryBreadcrumbs.as_view(),
        name="category-breadcrumb",
    ),
    path(
        "categories/<uuid:category_id>/children",
        categories.CategoryChildren.as_view(),
        name="category-children",
    ),
    path(
        "categories/<uuid:category_id>/products",
        categories.CategoryProducts.as_view(),
        name="category-products",
    ),
    path(
        "categories/<uuid:category_id>/products/count",
        categories.CategoryProductCount.as_view(),
        name="category-product-count",
    ),
    path("brands", brands.BrandList.as_view(), name="brands"),
    path("brands/featured", brands.FeaturedBrands.as_view(), name="brand-featured"),
    path("brands/bulk", brands.BulkBrands.as_view(), name="brand-bulk"),
    path("brands/compare", brands.CompareBrands.as_view(), name="brand-compare"),
    path("brands/slug/<slug:slug>", brands.BrandBySlug.as_view(), name="brand-by-slug"),
    path("brands/<uuid:brand_id>", brands.BrandDetail.as_view(), name="brand"),
    path("brands/<uuid:brand_id>/products", brands.BrandProducts.as_view(), name="brand-products"),
    path(
        "brands/<uuid:brand_id>/products/count",
        brands.BrandProductCount.as_view(),
        name="brand-product-count",
    ),
]
