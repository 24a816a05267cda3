/*
 * Kernel symbols: looking up addresses in a given kallsyms.
 */
#include "runtime/symbols.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static struct kernel_symbols *open_text(const char *text)
{
	int fd = memfd_create("kallsyms", 0);

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	lseek(fd, 0, SEEK_SET);
	return kernel_symbols_open(fd);
}

static const char kallsyms[] =
	"0000000000000000 A irq_stack\n"
	"ffffffff81000000 T _stext\n"
	"ffffffff81000000 T _text\n"
	"ffffffff81000400 t helper\n"
	"ffffffff81000500 D some_data\n"
	"ffffffff81000600 W weak_one\n"
	"ffffffffc0002000 t second\t[mod]\n"
	"ffffffffc0001000 t first\t[mod]\n"
	"ffffffffc0003000 t bpf_prog_1_x\t[bpf]\n";

static void expect_symbol(struct kernel_symbols *symbols, uint64_t address, const char *name,
			  const char *module, uint64_t distance)
{
	const char *found, *in;
	uint64_t off;

	cr_assert(kernel_symbols_find(symbols, address, &found, &in, &off));
	cr_expect_str_eq(found, name);
	cr_expect_str_eq(in, module);
	cr_expect_eq(off, distance);
}

Test(symbols_kernel, finds_the_function_that_holds_an_address)
{
	struct kernel_symbols *symbols = open_text(kallsyms);
	const char *name, *module;
	uint64_t distance;

	expect_symbol(symbols, 0xffffffff81000000, "_text", "", 0);
	expect_symbol(symbols, 0xffffffff810003ff, "_text", "", 0x3ff);
	expect_symbol(symbols, 0xffffffff81000501, "helper", "", 0x101);
	expect_symbol(symbols, 0xffffffff81000600, "weak_one", "", 0);
	expect_symbol(symbols, 0xffffffffc0001010, "first", "mod", 0x10);
	expect_symbol(symbols, 0xffffffffc0002000, "second", "mod", 0);
	expect_symbol(symbols, 0xffffffffc0003001, "bpf_prog_1_x", "bpf", 1);
	cr_expect_not(kernel_symbols_find(symbols, 0xffffffff80ffffff, &name, &module, &distance));
	cr_expect_not(kernel_symbols_find(symbols, 5, &name, &module, &distance));
	kernel_symbols_close(symbols);
}

Test(symbols_kernel, broken_and_hidden_tables_find_nothing)
{
	static const char *const texts[] = {
		"", "\n\n", "zzz", "0000000000000000 T hidden\n", "ffffffff81000000\n",
		"ffffffff81000000 T \n", "ffffffff81000000 D data\n",
	};
	const char *name, *module;
	uint64_t distance;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct kernel_symbols *symbols = open_text(texts[i]);

		cr_expect_not(kernel_symbols_find(symbols, UINT64_MAX, &name, &module, &distance),
			      "%s", texts[i]);
		kernel_symbols_close(symbols);
	}
}

Test(symbols_kernel, reads_tables_larger_than_its_window)
{
	char line[64], name[32];
	int fd = memfd_create("kallsyms", 0);
	struct kernel_symbols *symbols;
	unsigned i;

	for (i = 0; i < 20000; i++) {
		int length = snprintf(line, sizeof(line), "%016llx t function_%u\n",
				      0xffffffff81000000ull + i * 16, i);

		cr_assert_eq(write(fd, line, (size_t)length), length);
	}
	lseek(fd, 0, SEEK_SET);
	symbols = kernel_symbols_open(fd);
	for (i = 0; i < 20000; i += 7) {
		snprintf(name, sizeof(name), "function_%u", i);
		expect_symbol(symbols, 0xffffffff81000003ull + i * 16, name, "", 3);
	}
	kernel_symbols_close(symbols);
}
