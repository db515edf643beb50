using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Options;

[Category(TestCategory.Smoke)]
public sealed class NumberOptionTests
{
    [TestCase("0.5", 0.5)]
    [TestCase("5e-1", 0.5)]
    [TestCase("2", 2)]
    public void A_real_number_in_range_is_taken(string text, double expected)
    {
        Option<double> option = Real();

        Assert.That(Parse(option, "--x", text).GetValue(option), Is.EqualTo(expected));
        Assert.That(Parse(option).GetValue(option), Is.EqualTo(0.25), "default");
    }

    [TestCase("nan")]
    [TestCase("NaN")]
    [TestCase("inf")]
    [TestCase("Infinity")]
    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("2.001")]
    [TestCase("1e999")]
    [TestCase("0,5")]
    [TestCase("half")]
    [TestCase("")]
    public void What_is_no_real_number_in_range_is_refused_with_the_range(string text)
    {
        string error = Parse(Real(), "--x", text).Errors.Single().Message;

        Assert.That(error, Is.EqualTo($"--x is '{text}', expected a number more than 0, at most 2"));
    }

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("100000")]
    [TestCase("two")]
    [TestCase("1.5")]
    [TestCase("99999999999999999999")]
    public void Threads_out_of_range_are_refused_with_the_range(string text)
    {
        string error = Parse(CommonOptions.Threads(), "--threads", text).Errors.Single().Message;

        Assert.That(error, Is.EqualTo($"--threads is '{text}', expected a whole number from 1 to 1024"));
    }

    [Test]
    public void A_range_without_end_is_said_so()
    {
        Option<int?> option = NumberOption.OptionalWhole("--n", "How many", 2, int.MaxValue, "all");
        Assert.That(option.Description, Is.EqualTo("How many (2 or more) [default: all]"));
        Assert.That(
            Parse(option, "--n", "1").Errors.Single().Message,
            Is.EqualTo("--n is '1', expected a whole number of 2 or more"));
    }

    [Test]
    public void Defaults_and_options_left_out_are_what_the_help_says()
    {
        Option<int> threads = CommonOptions.Threads();
        Option<double?> threshold = CommonOptions.Threshold();
        Option<long> seed = CommonOptions.Seed();

        Assert.That(Parse(threads).GetValue(threads), Is.EqualTo(Environment.ProcessorCount));
        Assert.That(Parse(threshold).GetValue(threshold), Is.Null);
        Assert.That(Parse(seed).GetValue(seed), Is.EqualTo(1));
        Assert.That(
            Parse(seed, "--seed", "-9223372036854775808").GetValue(seed), Is.EqualTo(long.MinValue));
    }

    [TestCase("auto", true)]
    [TestCase("cpu", true)]
    [TestCase("ilgpu-cpu", true)]
    [TestCase("cuda", true)]
    [TestCase("opencl:12", true)]
    [TestCase("cuda:", false)]
    [TestCase("cpu:1", false)]
    [TestCase("CUDA", false)]
    [TestCase("", false)]
    [TestCase("cuda:all", false)]
    [TestCase("cuda:0,cuda:1", false)]
    public void A_device_has_one_of_the_known_names(string name, bool isKnown)
    {
        Assert.That(
            Parse(DeviceOption.Create(takesSeveral: false), "--device", name).Errors,
            isKnown ? Is.Empty : Has.Count.EqualTo(1));
    }

    [TestCase("auto", true)]
    [TestCase("cuda", true)]
    [TestCase("cuda:all", true)]
    [TestCase("opencl:all", true)]
    [TestCase("cuda:0,cuda:1", true)]
    [TestCase("opencl,opencl:2,opencl:1", true)]
    [TestCase("cuda:0,opencl:0", false)]
    [TestCase("cuda,cuda:0", false)]
    [TestCase("cuda:1,cuda:01", false)]
    [TestCase("cuda:0,", false)]
    [TestCase("cpu,cpu", false)]
    [TestCase("cpu:all", false)]
    [TestCase("cuda:all,cuda:1", false)]
    public void Several_devices_are_different_ones_of_one_kind(string names, bool isKnown)
    {
        Assert.That(
            Parse(DeviceOption.Create(takesSeveral: true), "--device", names).Errors,
            isKnown ? Is.Empty : Has.Count.EqualTo(1));
    }

    private static Option<double> Real() =>
        NumberOption.Real("--x", "A", "A number", RealRange.PositiveUpTo(2), 0.25);

    private static ParseResult Parse(Option option, params string[] args) => new Command("test") { option }.Parse(args);
}
