from collections import Counter

from marketplace.demo.catalogue import SHOPS, read_products
from marketplace.demo.pictures import ICONS, draw
from marketplace.shared.documents import with_check_digit


def test_there_are_300_products_on_40_shelves_of_8_shops():
    products = list(read_products())

    assert len(products) == len({product.name for product in products}) == 300
    shelves = {product.shelf for product in products} | {product.root for product in products}
    assert len(shelves) == 40
    assert len({product.brand for product in products if product.brand}) == 28
    assert len(SHOPS) == 8


def test_each_product_has_a_shop_and_each_shelf_an_icon():
    roots = Counter(root for shop in SHOPS for root in shop.roots)
    products = list(read_products())

    assert set(roots) == {product.root for product in products}
    assert set(roots.values()) == {1}
    assert set(ICONS) == {product.leaf for product in products}


def test_food_is_taxed_as_food():
    classes = {product.name: product.iva_class for product in read_products()}

    assert classes["Arroz blanco 5 kg"] == "excluded"
    assert classes["Miel de abejas pura 500 g"] == "reduced"
    assert classes["Monitor Samsung curvo 27 pulgadas"] == "general"


def test_a_picture_is_the_same_for_the_same_name():
    first, again = (draw(name="Silla mecedora", leaf="Muebles") for _ in range(2))

    assert first == again
    assert first.startswith(b"\x89PNG")
    assert draw(name="Sofá", leaf="Muebles") != first


def test_the_shops_numbers_have_check_digits():
    assert [with_check_digit(shop.nit) for shop in SHOPS][-1] == "830140299-6"
