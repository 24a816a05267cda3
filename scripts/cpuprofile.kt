#!/usr/bin/env ktrace
// name: cpuprofile
// does: counts where the processors are found, by program, kernel stack and user stack
// needs: profile
// usage: ktrace cpuprofile, then Ctrl-C

profile:hz:99 /pid != 0/ {
	@[comm, kstack, ustack] = count();
}
