import resource

from sim.estimate import machine
from sim.estimate.machine import this_machine


def test_this_machine_has_something_of_everything(tmp_path):
    here = this_machine(tmp_path / "not" / "yet" / "there")
    assert min(here.cores, here.memory_bytes, here.disk_bytes) > 0


def test_a_container_leaves_what_its_limit_leaves(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "CGROUP", tmp_path)
    free = this_machine().memory_bytes
    (tmp_path / "memory.max").write_text("300000000\n")
    (tmp_path / "memory.current").write_text("250000000\n")
    (tmp_path / "memory.stat").write_text("anon 150000000\ninactive_file 100000000\n")
    assert this_machine().memory_bytes == 150_000_000
    (tmp_path / "memory.max").write_text("max\n")
    assert this_machine().memory_bytes > free / 2


def test_a_container_has_its_share_of_the_cores(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "CGROUP", tmp_path)
    (tmp_path / "cpu.max").write_text("50000 100000\n")
    assert this_machine().cores == 0.5


def test_a_process_that_may_have_little_has_little(monkeypatch):
    told = {resource.RLIMIT_AS: (1 << 20, 1 << 20)}
    monkeypatch.setattr(resource, "getrlimit", told.__getitem__)
    assert this_machine().memory_bytes == 0
