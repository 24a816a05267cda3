# The checks that are ktrace's own: a missing dependency is one sentence, and
# LLVM is looked for under every name that distributions give it.

# KTRACE_MISSING(WHAT, DEBIAN, FEDORA, ALPINE)
# Ends configure with the one sentence about a missing dependency.
AC_DEFUN([KTRACE_MISSING],
[AC_MSG_ERROR([$1 was not found: install $2 (Debian), $3 (Fedora) or $4 (Alpine).])])

# KTRACE_PKG_CONFIG
# pkg-config itself, which every library check below needs.
AC_DEFUN([KTRACE_PKG_CONFIG],
[PKG_PROG_PKG_CONFIG([0.25])
AS_IF([test -z "$PKG_CONFIG"],
	[KTRACE_MISSING([pkg-config], [pkg-config], [pkgconf-pkg-config], [pkgconf])])])

# KTRACE_LIBRARY(PREFIX, MODULE, WHAT, DEBIAN, FEDORA, ALPINE)
# A library known to pkg-config: PREFIX_CFLAGS and PREFIX_LIBS, or the sentence.
AC_DEFUN([KTRACE_LIBRARY],
[PKG_CHECK_MODULES([$1], [$2], [], [KTRACE_MISSING([$3], [$4], [$5], [$6])])])

# KTRACE_LLVM_NAMES
# All names under which an llvm-config may be found, the preferred version first.
AC_DEFUN([KTRACE_LLVM_NAMES],
[ktrace_llvm_names=
for ktrace_version in 19 25 24 23 22 21 20 18 17 16 15; do
	for ktrace_name in "llvm-config-$ktrace_version" "llvm$ktrace_version-config" \
		"llvm-config-$ktrace_version-64" \
		"/usr/lib/llvm-$ktrace_version/bin/llvm-config" \
		"/usr/lib/llvm$ktrace_version/bin/llvm-config" \
		"/usr/lib64/llvm$ktrace_version/bin/llvm-config"; do
		AS_VAR_APPEND([ktrace_llvm_names], [" $ktrace_name"])
	done
done
AS_VAR_APPEND([ktrace_llvm_names], [" llvm-config llvm-config-64"])])

# KTRACE_LLVM_TRY(PROGRAM)
# Sets ktrace_llvm_why to the reason why this llvm-config is of no use, or to nothing.
AC_DEFUN([KTRACE_LLVM_TRY],
[ktrace_llvm_why=
LLVM_VERSION=`"$1" --version 2>/dev/null`
ktrace_llvm_major=`AS_ECHO(["$LLVM_VERSION"]) | sed 's/@<:@^0-9@:>@.*//'`
AS_IF([test -z "$ktrace_llvm_major"], [ktrace_llvm_why="it does not run"],
	[test "$ktrace_llvm_major" -lt 15], [ktrace_llvm_why="it is LLVM $LLVM_VERSION, older than 15"],
	[test ! -f "`\"$1\" --includedir`/llvm-c/Core.h"], [ktrace_llvm_why="its headers are not installed"],
	[test -n "`\"$1\" --link-static --libfiles bpf passes 2>/dev/null`" &&
	 ls `"$1" --link-static --libfiles bpf passes` >/dev/null 2>&1], [LLVM_LINKAGE=static],
	["$1" --link-shared --libs bpf passes >/dev/null 2>&1], [LLVM_LINKAGE=shared],
	[ktrace_llvm_why="it has no BPF target"])])

# KTRACE_LLVM
# LLVM 15 or newer with the BPF target: LLVM_CONFIG, LLVM_VERSION, LLVM_LINKAGE
# (static where the archives exist, else shared), LLVM_CPPFLAGS, LLVM_LDFLAGS, LLVM_LIBS.
AC_DEFUN([KTRACE_LLVM],
[AC_ARG_WITH([llvm-config], [AS_HELP_STRING([--with-llvm-config=PROGRAM],
	[the llvm-config of the LLVM to use (default: 19, else another from 15 on)])])
AC_MSG_CHECKING([for LLVM with the BPF target])
KTRACE_LLVM_NAMES
AS_CASE([$with_llvm_config], ['' | yes | no], [], [ktrace_llvm_names=$with_llvm_config])
LLVM_CONFIG=
for ktrace_name in $ktrace_llvm_names; do
	AS_CASE([$ktrace_name], [*/*], [ktrace_path=$ktrace_name],
		[ktrace_path=`command -v "$ktrace_name" 2>/dev/null`])
	AS_IF([test -n "$ktrace_path" && test -x "$ktrace_path"], [],
		[AS_IF([test "$ktrace_name" = "$with_llvm_config"],
			[ktrace_llvm_seen="$with_llvm_config is not a program"])
		continue])
	KTRACE_LLVM_TRY([$ktrace_path])
	AS_IF([test -z "$ktrace_llvm_why"], [LLVM_CONFIG=$ktrace_path; break])
	ktrace_llvm_seen="$ktrace_path was not taken because $ktrace_llvm_why"
done
AS_IF([test -z "$LLVM_CONFIG"], [AC_MSG_RESULT([no${ktrace_llvm_seen:+: $ktrace_llvm_seen}])
	KTRACE_MISSING([LLVM 15 or newer with the BPF target and its C headers],
		[llvm-19-dev], [llvm-devel and llvm-static], [llvm19-dev and llvm19-static])])
AC_MSG_RESULT([$LLVM_VERSION, $LLVM_LINKAGE ($LLVM_CONFIG)])
AS_IF([test "$LLVM_LINKAGE" = shared], [AC_MSG_NOTICE(
	[this LLVM has no static archives: ktrace-compile uses the shared library and starts slower])])

dnl As a system directory, or its headers would answer for our warnings.
LLVM_CPPFLAGS="-isystem `$LLVM_CONFIG --includedir`"
LLVM_LDFLAGS=`$LLVM_CONFIG --ldflags`
LLVM_LIBS="`$LLVM_CONFIG --link-$LLVM_LINKAGE --libs bpf passes` `$LLVM_CONFIG --link-$LLVM_LINKAGE --system-libs`"
AS_IF([test "$LLVM_LINKAGE" = shared],
	[LLVM_LDFLAGS="$LLVM_LDFLAGS -Wl,-rpath,`$LLVM_CONFIG --libdir`"])

AC_LANG_PUSH([C++])
ktrace_saved_CPPFLAGS=$CPPFLAGS ktrace_saved_LDFLAGS=$LDFLAGS ktrace_saved_LIBS=$LIBS
CPPFLAGS="$CPPFLAGS $LLVM_CPPFLAGS"
LIBS="$LLVM_LIBS $LIBS"
m4_define([ktrace_llvm_program], [AC_LANG_PROGRAM([[#include <llvm-c/Target.h>
#include <llvm-c/Transforms/PassBuilder.h>]],
	[[LLVMInitializeBPFTarget(); LLVMInitializeBPFAsmPrinter();
	LLVMRunPasses(0, "default<O2>", 0, LLVMCreatePassBuilderOptions());]])])
dnl With static archives the C++ library goes in too: a millisecond less at each start.
AS_IF([test "$LLVM_LINKAGE" = static], [
	AC_MSG_CHECKING([whether the C++ library can be linked statically])
	LDFLAGS="$ktrace_saved_LDFLAGS $LLVM_LDFLAGS -static-libstdc++ -static-libgcc -Wl,--as-needed"
	AC_LINK_IFELSE([ktrace_llvm_program],
		[AC_MSG_RESULT([yes])
		LLVM_LDFLAGS="$LLVM_LDFLAGS -static-libstdc++ -static-libgcc"],
		[AC_MSG_RESULT([no])])
	LLVM_LDFLAGS="$LLVM_LDFLAGS -Wl,--gc-sections"])
LDFLAGS="$ktrace_saved_LDFLAGS $LLVM_LDFLAGS -Wl,--as-needed"
AC_MSG_CHECKING([whether a program links with it])
ktrace_llvm_needs=`$LLVM_CONFIG --link-$LLVM_LINKAGE --system-libs`
AC_LINK_IFELSE([ktrace_llvm_program], [AC_MSG_RESULT([yes])], [AC_MSG_RESULT([no])
	KTRACE_MISSING([something LLVM itself links with (it names $ktrace_llvm_needs; config.log has the linker's words)],
		[libzstd-dev zlib1g-dev libxml2-dev libz3-dev],
		[libzstd-devel zlib-devel libxml2-devel z3-devel],
		[zstd-dev zlib-dev libxml2-dev z3-dev])])
CPPFLAGS=$ktrace_saved_CPPFLAGS LDFLAGS=$ktrace_saved_LDFLAGS LIBS=$ktrace_saved_LIBS
AC_LANG_POP([C++])
AC_SUBST([LLVM_CONFIG])
AC_SUBST([LLVM_CPPFLAGS])
AC_SUBST([LLVM_LDFLAGS])
AC_SUBST([LLVM_LIBS])])
