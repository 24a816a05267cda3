/*
 * Demangle: names of C++ and Rust, and what people write for them.
 */
#include "codegen/target/demangle.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

Test(demangle, names)
{
	static const struct {
		const char *symbol, *name;
	} rows[] = {
		{ "_ZN2ns1fEi", "ns::f(int)" },
		{ "_ZN2ns1fEi.isra.0", "ns::f(int) [clone .isra.0]" },
		{ "_ZN4core3fmt5write17h0123456789abcdefE", "core::fmt::write" },
		{ "_ZN1a7h012345E", "a::h012345" },
		{ "main", NULL }, { "_Znothing", NULL }, { "_", NULL }, { "", NULL },
	};
	struct demangler demangler = { 0 };
	char *name;

	if (!demangle_can(&demangler))
		cr_skip_test("no C++ library here");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		name = demangle(&demangler, rows[i].symbol);
		if (rows[i].name)
			cr_expect_str_eq(name, rows[i].name);
		else
			cr_expect_null(name, "%s", rows[i].symbol);
		free(name);
	}
	demangle_close(&demangler);
}

Test(demangle, what_people_write)
{
	static const struct {
		const char *name, *wanted;
		bool is_it;
	} rows[] = {
		{ "ns::f(int)", "ns::f", true }, { "ns::f(int)", "ns::f(int)", true },
		{ "ns::f(int)", "ns::f( int )", true }, { "ns::f(int)", "f", false },
		{ "ns::f(int)", "ns::f(long)", false }, { "ns::f(int)", "ns::f()", false },
		{ "ns::ff(int)", "ns::f", false }, { "f(int, char*)", "f(int,char *)", true },
		{ "f(char const*)", "f(char*)", false }, { "f() const", "f", true },
		{ "f() const", "f()", false }, { "f() const", "f() const", true },
		{ "void ns::f<int>(int)", "ns::f<int>", true },
		{ "void ns::f<int>(int)", "ns::f", true },
		{ "int* ns::f<a<int> >(int)", "ns::f<a<int>>", true },
		{ "void ns::f<int>(int)", "ns::f<int>(int)", true },
		{ "a::operator()(int)", "a::operator()", true },
		{ "a::operator()(int)", "a::operator", false },
		{ "a::operator<<(int)", "a::operator<<", true },
		{ "operator new(unsigned long)", "operator new", true },
		{ "(anonymous namespace)::f(int)", "(anonymous namespace)::f", true },
		{ "f(int)::{lambda(char)#1}::operator()(char) const",
		  "f(int)::{lambda(char)#1}::operator()", true },
		{ "ns::f(int) [clone .isra.0]", "ns::f(int)", true },
		{ "ns::f(int) [clone .cold]", "ns::f(int)", false },
		{ "core::fmt::write", "core::fmt::write", true }, { "f(void (*)(int))", "f", true },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_expect_eq(demangle_matches(rows[i].name, rows[i].wanted, false), rows[i].is_it,
			     "%s, %s", rows[i].name, rows[i].wanted);
}

Test(demangle, patterns)
{
	static const struct {
		const char *name, *wanted;
		bool is_it;
	} rows[] = {
		{ "ns::f(int)", "ns::*", true }, { "ns::f(int)", "ns::f*", true },
		{ "ns::f(int)", "*f", true }, { "ns::f(int)", "*g", false },
		{ "ns::f(int)", "ns::f(*)", true }, { "ns::f(int)", "n*:g(*)", false },
		{ "a::operator[](int)", "a::operator[*", true },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_expect_eq(demangle_matches(rows[i].name, rows[i].wanted, true), rows[i].is_it,
			     "%s, %s", rows[i].name, rows[i].wanted);
}
