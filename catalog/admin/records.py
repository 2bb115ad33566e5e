"""Histories, pictures, reviews, and the words that search knows."""

from django.contrib import admin

from marketplace.shared.staff_screens import SeenOnly

from ..models import ProductImage, ProductStatusChange, Review, SearchSynonym, SearchWord


@admin.register(ProductStatusChange)
class ProductStatusChangeAdmin(SeenOnly):
    """The lives of all products."""

    list_display = ["id", "at", "product", "from_status", "to_status", "reason"]
    list_filter = ["to_status"]
    list_select_related = ["product"]
    search_fields = ["=product__id", "product__name"]
    ordering = ["-id"]


@admin.register(ProductImage)
class ProductImageAdmin(SeenOnly):
    """All pictures."""

    list_display = ["id", "product", "width", "height", "is_primary", "created_at"]
    list_select_related = ["product"]
    search_fields = ["product__name"]
    ordering = ["-created_at"]


@admin.register(Review)
class ReviewAdmin(SeenOnly):
    """What buyers say."""

    person_path = "buyer_id"
    list_display = ["id", "product", "stars", "status", "created_at"]
    list_filter = ["status", "stars"]
    list_select_related = ["product"]
    search_fields = ["product__name", "text"]
    ordering = ["-created_at"]


@admin.register(SearchSynonym)
class SearchSynonymAdmin(admin.ModelAdmin):
    """Staff's own list of words that mean the same."""

    list_display = ["term", "synonyms", "gloss"]
    search_fields = ["term", "gloss"]
    ordering = ["term"]


@admin.register(SearchWord)
class SearchWordAdmin(SeenOnly):
    """The words that misspelt queries are corrected to."""

    list_display = ["word"]
    search_fields = ["word"]
    ordering = ["word"]
