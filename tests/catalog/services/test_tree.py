from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction

from catalog.errors import CategoryMoveNotAllowed, CategoryNotFound, NameTaken
from catalog.models import Brand, Category
from catalog.services.brands import create_brand, rename_brand, update_brand
from catalog.services.categories import (
    create_category,
    move_category,
    rename_category,
    set_visible,
)
from tests.catalog.books import assert_sound
from tests.factories.catalog import make_brand, make_category
from tests.support.races import tally

pytestmark = pytest.mark.django_db


def paths():
    return sorted(Category.objects.values_list("path", flat=True))


@pytest.fixture
def branch():
    """Hogar > Sala > Sofás, and Jardín beside it."""
    home = make_category("Hogar")
    room = make_category("Sala", parent=home)
    sofas = make_category("Sofás", parent=room)
    return home, room, sofas, make_category("Jardín")


def test_paths_are_the_slugs_from_the_root(branch):
    assert paths() == ["hogar/", "hogar/sala/", "hogar/sala/sofas/", "jardin/"]
    assert_sound()


def test_a_branch_moves_with_all_below_it(branch):
    _, room, _, garden = branch

    move_category(category_id=room.pk, parent_id=garden.pk, position=3)

    assert paths() == ["hogar/", "jardin/", "jardin/sala/", "jardin/sala/sofas/"]
    assert Category.objects.get(pk=room.pk).position == 3
    assert_sound()


def test_a_branch_may_become_a_root(branch):
    move_category(category_id=branch[1].pk, parent_id=None)

    assert paths() == ["hogar/", "jardin/", "sala/", "sala/sofas/"]
    assert_sound()


def test_a_category_never_goes_below_itself(branch):
    home, room, sofas, _ = branch
    before = paths()

    for below in (home, room, sofas):
        with pytest.raises(CategoryMoveNotAllowed), transaction.atomic():
            move_category(category_id=home.pk, parent_id=below.pk)

    assert paths() == before


@pytest.mark.django_db(transaction=True)
def test_two_moves_that_would_close_a_circle_leave_a_tree(race):
    first, second = make_category("Uno"), make_category("Dos")

    outcomes = race(
        [
            partial(move_category, category_id=first.pk, parent_id=second.pk),
            partial(move_category, category_id=second.pk, parent_id=first.pk),
        ]
    )

    assert tally(outcomes)["CategoryMoveNotAllowed"] == 1
    assert_sound()


def test_a_prefix_of_another_slug_is_not_its_parent():
    make_category("Sala")
    other = make_category("Sala comedor")

    move_category(category_id=other.pk, parent_id=Category.objects.get(slug="sala").pk)

    assert paths() == ["sala/", "sala/sala-comedor/"]


def test_sisters_have_different_names(branch):
    home, room, _, garden = branch

    with pytest.raises(NameTaken), transaction.atomic():
        create_category(name="Sala", parent_id=home.pk)
    with pytest.raises(NameTaken), transaction.atomic():
        rename_category(category_id=garden.pk, name="Hogar")
    cousin = create_category(name="Sala", parent_id=garden.pk)
    with pytest.raises(NameTaken), transaction.atomic():
        move_category(category_id=room.pk, parent_id=garden.pk)
    assert cousin.path.startswith("jardin/sala-")
    assert_sound()


def test_a_renamed_category_keeps_its_address(branch):
    renamed = rename_category(category_id=branch[0].pk, name="Casa")

    assert (renamed.name, renamed.path) == ("Casa", "hogar/")


def test_a_branch_is_hidden_and_shown_as_a_whole(branch):
    home, room, _, _ = branch

    assert set_visible(category_id=home.pk, is_active=False) == 3
    assert set_visible(category_id=home.pk, is_active=False) == 0
    with pytest.raises(CategoryMoveNotAllowed), transaction.atomic():
        set_visible(category_id=room.pk, is_active=True)
    assert_sound()

    assert set_visible(category_id=home.pk, is_active=True) == 3


def test_a_tree_that_would_be_too_deep_is_refused():
    parent = None
    for number in range(6):
        parent = make_category(f"{number} {'muy largo ' * 7}", parent=parent)

    with pytest.raises(CategoryMoveNotAllowed), transaction.atomic():
        make_category("uno más " * 9, parent=parent)


def test_unknown_categories_are_not_found():
    with pytest.raises(CategoryNotFound), transaction.atomic():
        move_category(category_id=uuid4(), parent_id=None)
    with pytest.raises(CategoryNotFound), transaction.atomic():
        create_category(name="X", parent_id=uuid4())


def test_brand_names_are_given_once_in_capitals_or_not():
    brand, other = make_brand("Haceb"), make_brand("Otra")

    with pytest.raises(NameTaken), transaction.atomic():
        create_brand(name="HACEB")
    with pytest.raises(NameTaken), transaction.atomic():
        rename_brand(brand_id=other.pk, name="haceb")
    assert rename_brand(brand_id=brand.pk, name="HACEB").slug == "haceb"
    assert Brand.objects.count() == 2


def test_a_brand_is_verified_once_and_for_all():
    brand = make_brand()

    update_brand(brand_id=brand.pk, is_verified=True)
    update_brand(brand_id=brand.pk, is_verified=True)

    brand.refresh_from_db()
    assert brand.is_verified
