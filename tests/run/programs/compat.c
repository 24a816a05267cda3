/*
 * A 32-bit program without a 32-bit compiler: writes one to FILE and becomes it. What
 * it does are system calls by int $0x80, so through the table of 32-bit programs:
 *
 *	open("/etc/passwd", O_CLOEXEC)                                  3
 *	openat(AT_FDCWD, "/no/such/file", O_RDWR | O_CLOEXEC)           -ENOENT
 *	openat2(AT_FDCWD, "/etc/passwd", { O_DIRECTORY, 0, RESOLVE_NO_SYMLINKS }, 24)  -ENOTDIR
 *	pread64(3, memory, 10, 0x100000002)                             0
 *	lseek(3, -5, SEEK_CUR)                                          -EINVAL
 *	mmap2(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
 *	writev(-1, { { memory, 4 }, { path, 11 } }, 2)                  -EBADF
 *	nanosleep({ 0, 1000 }, NULL)                                    0
 *	sendmsg(-1, { address, 16, vector, 2, NULL, 0, 0 }, MSG_DONTWAIT)  -EBADF
 *	execve("/no/such/file", { "/etc/passwd", "/no/such/file" }, NULL)  -ENOENT
 *	stat("/etc/passwd", memory)                                     0
 *	ugetrlimit(RLIMIT_NOFILE, memory)                               0
 *	rt_sigaction(SIGUSR1, { path, SA_RESTART, absent, 1 << 40 }, NULL, 8)  0
 *	sysinfo(memory)                                                 0
 *	rt_sigqueueinfo(-1, SIGUSR1, information)                       -ESRCH
 *	perf_event_open(information, -1, -1, -1, 0)                     -EINVAL
 *	getppid()
 */
#include <elf.h>
#include <stdio.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>

#ifdef __x86_64__

/* Where the file is mapped, and where its code is in it. */
#define BASE 0x08048000
#define CODE (sizeof(Elf32_Ehdr) + sizeof(Elf32_Phdr))

__asm__(
	".pushsection .rodata\n"
	".code32\n"
	".set base, 0x08048054\n"
	".globl compat_code, compat_end\n"
	"compat_code:\n"
	"	mov $5, %eax; mov $(path - compat_code + base), %ebx; mov $0x80000, %ecx\n"
	"	xor %edx, %edx; int $0x80\n"
	"	mov $295, %eax; mov $-100, %ebx; mov $(absent - compat_code + base), %ecx\n"
	"	mov $0x80002, %edx; xor %esi, %esi; int $0x80\n"
	"	mov $437, %eax; mov $-100, %ebx; mov $(path - compat_code + base), %ecx\n"
	"	mov $(how - compat_code + base), %edx; mov $24, %esi; int $0x80\n"
	"	mov $180, %eax; mov $3, %ebx; mov $(memory - compat_code + base), %ecx\n"
	"	mov $10, %edx; mov $2, %esi; mov $1, %edi; int $0x80\n"
	"	mov $19, %eax; mov $3, %ebx; mov $-5, %ecx; mov $1, %edx; int $0x80\n"
	"	mov $192, %eax; xor %ebx, %ebx; mov $8192, %ecx; mov $3, %edx; mov $0x22, %esi\n"
	"	mov $-1, %edi; xor %ebp, %ebp; int $0x80\n"
	"	mov $146, %eax; mov $-1, %ebx; mov $(vector - compat_code + base), %ecx\n"
	"	mov $2, %edx; int $0x80\n"
	"	mov $162, %eax; mov $(time - compat_code + base), %ebx; xor %ecx, %ecx; int $0x80\n"
	"	mov $370, %eax; mov $-1, %ebx; mov $(message - compat_code + base), %ecx\n"
	"	mov $0x40, %edx; int $0x80\n"
	"	mov $11, %eax; mov $(absent - compat_code + base), %ebx\n"
	"	mov $(words - compat_code + base), %ecx; xor %edx, %edx; int $0x80\n"
	"	mov $106, %eax; mov $(path - compat_code + base), %ebx\n"
	"	mov $(memory - compat_code + base), %ecx; int $0x80\n"
	"	mov $191, %eax; mov $7, %ebx; mov $(memory - compat_code + base), %ecx; int $0x80\n"
	"	mov $174, %eax; mov $10, %ebx; mov $(action - compat_code + base), %ecx\n"
	"	xor %edx, %edx; mov $8, %esi; int $0x80\n"
	"	mov $116, %eax; mov $(memory - compat_code + base), %ebx; int $0x80\n"
	"	mov $178, %eax; mov $-1, %ebx; mov $10, %ecx\n"
	"	mov $(information - compat_code + base), %edx; int $0x80\n"
	"	mov $336, %eax; mov $(information - compat_code + base), %ebx; mov $-1, %ecx\n"
	"	mov $-1, %edx; mov $-1, %esi; xor %edi, %edi; int $0x80\n"
	"	mov $64, %eax; int $0x80\n"
	"	mov $1, %eax; xor %ebx, %ebx; int $0x80\n"
	"path:	.asciz \"/etc/passwd\"\n"
	"absent:	.asciz \"/no/such/file\"\n"
	"	.balign 8\n"
	"how:	.quad 0x10000, 0, 4\n"
	"vector:	.long memory - compat_code + base, 4, path - compat_code + base, 11\n"
	"time:	.long 0, 1000\n"
	"address: .word 2, 0x0900, 0x007f, 0x0100; .quad 0\n"
	"message: .long address - compat_code + base, 16, vector - compat_code + base, 2, 0, 0, 0\n"
	"words:	.long path - compat_code + base, absent - compat_code + base, 0\n"
	"action: .long path - compat_code + base, 0x10000000, absent - compat_code + base, 0, 0x100\n"
	"information: .long 10, 0, -1, 4711, 1000, 77; .fill 13, 8, 0\n"
	"memory:	.fill 16, 8, 0\n"
	"compat_end:\n"
	".code64\n"
	".popsection\n");

extern const char compat_code[], compat_end[];

static int write_program(const char *path)
{
	size_t size = CODE + (size_t)(compat_end - compat_code);
	const Elf32_Ehdr head = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS32, ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC, .e_machine = EM_386, .e_version = EV_CURRENT,
		.e_entry = BASE + CODE, .e_phoff = sizeof(head), .e_ehsize = sizeof(head),
		.e_phentsize = sizeof(Elf32_Phdr), .e_phnum = 1,
	};
	const Elf32_Phdr load = {
		.p_type = PT_LOAD, .p_vaddr = BASE, .p_paddr = BASE, .p_filesz = size,
		.p_memsz = size, .p_flags = PF_R | PF_W | PF_X, .p_align = 0x1000,
	};
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);
	size_t code = size - CODE;

	if (fd < 0 || write(fd, &head, sizeof(head)) != sizeof(head) ||
	    write(fd, &load, sizeof(load)) != sizeof(load) ||
	    write(fd, compat_code, code) != (ssize_t)code)
		return -1;
	return close(fd);
}

int main(int argument_count, char **arguments)
{
	if (argument_count != 2) {
		fprintf(stderr, "usage: compat FILE\n");
		return 2;
	}
	if (!write_program(arguments[1]))
		execl(arguments[1], arguments[1], NULL);
	perror(arguments[1]);
	return 1;
}

#else

int main(void)
{
	fprintf(stderr, "compat: only x86-64 has this table of 32-bit programs\n");
	return 77;
}

#endif
