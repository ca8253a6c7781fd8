import json

from sim.response.judges.roles import roles


def test_all_roles_are_listed_with_figures_and_sources(footfall):
    told = footfall("roles")
    assert (told.code, told.err) == (0, "")
    assert all(role.name in told.out and role.source in told.out for role in roles().values())
    as_json = json.loads(footfall("roles", "--json").out)
    assert [one["name"] for one in as_json] == [*roles()]
    assert all(one["source"] for one in as_json)
