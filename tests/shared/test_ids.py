from marketplace.shared.ids import READABLE, new_id, readable_code


def test_ids_are_unique_and_grow_with_time():
    ids = [new_id() for _ in range(1_000)]

    assert len(set(ids)) == 1_000
    assert [made.version for made in ids] == [7] * 1_000
    assert ids == sorted(ids)


def test_readable_codes_have_no_look_alikes():
    codes = {readable_code(8) for _ in range(500)}

    assert len(codes) == 500
    assert {character for code in codes for character in code} <= set(READABLE)
    assert not set("01OILU") & set(READABLE)
