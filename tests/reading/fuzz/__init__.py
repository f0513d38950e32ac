"""Files with random damage: nothing crashes, nothing hangs, no confirmed figure is a wrong one."""
