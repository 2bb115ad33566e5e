import pytest

from marketplace.shared.sealing import SealBroken, resealed, seal, unseal

OLD, NEW = "o" * 40, "n" * 40


def test_what_is_sealed_is_read_again_and_does_not_show():
    sealed = seal("JBSWY3DPEHPK3PXP")

    assert unseal(sealed) == "JBSWY3DPEHPK3PXP"
    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert seal("JBSWY3DPEHPK3PXP") != sealed


def test_a_key_is_rolled_in_three_steps(settings):
    settings.SEALING_KEYS = [OLD]
    sealed = seal("secreto")
    settings.SEALING_KEYS = [NEW, OLD]

    assert unseal(sealed) == "secreto"
    fresh = resealed(sealed)
    assert fresh != sealed
    assert resealed(fresh) == fresh

    settings.SEALING_KEYS = [NEW]
    assert unseal(fresh) == "secreto"
    with pytest.raises(SealBroken):
        unseal(sealed)


@pytest.mark.parametrize("spoilt", ["", "x", "ñ", "gAAAAA"])
def test_what_no_key_opens_is_refused_by_name(spoilt):
    with pytest.raises(SealBroken) as refusal:
        unseal(spoilt)

    assert (refusal.value.code, refusal.value.http_status) == ("unavailable", 503)


def test_a_changed_character_breaks_the_seal():
    sealed = seal("secreto")
    spoilt = sealed[:30] + ("A" if sealed[30] != "A" else "B") + sealed[31:]

    with pytest.raises(SealBroken):
        unseal(spoilt)
