BEGIN
{
	print(1;
}
