"""The catalogue's paths below ``/api/v1/``. Literal ones come before those with an id."""

from django.urls import path

from . import products, shop_products, tree

urlpatterns = [
    path("products", products.ProductList.as_view(), name="products"),
    path("products/featured", products.FeaturedProducts.as_view(), name="products-featured"),
    path("products/search", products.ProductSearch.as_view(), name="products-search"),
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
        "products/<uuid:product_id>/images",
        shop_products.ProductImages.as_view(),
        name="product-images",
    ),
    path("categories", tree.CategoryList.as_view(), name="categories"),
    path("categories/tree", tree.CategoryTree.as_view(), name="category-tree"),
    path("categories/slug/<slug:slug>", tree.CategoryBySlug.as_view(), name="category-by-slug"),
    path("categories/<uuid:category_id>", tree.CategoryDetail.as_view(), name="category"),
    path("brands", tree.BrandList.as_view(), name="brands"),
    path("brands/slug/<slug:slug>", tree.BrandBySlug.as_view(), name="brand-by-slug"),
    path("brands/<uuid:brand_id>", tree.BrandDetail.as_view(), name="brand"),
]
