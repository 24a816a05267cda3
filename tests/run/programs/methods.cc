// C++ functions whose parameters are what only C++ has: each is called once with
// values that the cases know. Nothing here needs C++'s runtime library.
#define KEEP() __asm__ volatile("" ::: "memory")
#if defined(__has_attribute) && __has_attribute(noipa)
#define METHODS __attribute__((noipa))
#else
#define METHODS __attribute__((noinline))
#endif

namespace methods {

enum class Mode : unsigned char { Idle = 1, Busy = 200 };

struct Base {
	long serial;
};

class Counter : public Base {
public:
	int total;
	Mode mode;
	static int instances;

	METHODS int add(int amount, const int &factor);
	METHODS static int scale(int amount);
};

// Has a destructor, so its address is passed and not its bytes.
struct Guarded {
	int value;
	const char *name;
	METHODS ~Guarded();
};

struct Empty {};

int Counter::instances;

int Counter::add(int amount, const int &factor)
{
	KEEP();
	return total += amount * factor;
}

int Counter::scale(int amount)
{
	KEEP();
	return 3 * amount;
}

Guarded::~Guarded()
{
	KEEP();
}

METHODS int take(Guarded guarded, Empty empty, bool flag, int after)
{
	KEEP();
	(void)empty;
	return guarded.value + after + flag;
}

METHODS Guarded make(int value)
{
	KEEP();
	return Guarded{ value, "made" };
}

template <typename T> METHODS T twice(T value)
{
	KEEP();
	return value + value;
}

} // namespace methods

int main()
{
	char name[] = "guard";
	methods::Counter counter;
	int factor = 6;

	counter.serial = 900;
	counter.total = 10;
	counter.mode = methods::Mode::Busy;
	counter.add(7, factor);
	methods::Counter::scale(-5);
	methods::take(methods::Guarded{ 11, name }, methods::Empty(), true, 44);
	methods::make(12);
	methods::twice<short>(-21);
	return 0;
}
