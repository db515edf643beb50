using DeepEM.Cli.Web;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web;

[Category(TestCategory.Smoke)]
public sealed class LoginKeysTests
{
    [Test]
    public void Keys_cookie_and_its_name_have_128_random_bits_and_are_new_at_each_start()
    {
        LoginKeys[] starts = [.. Enumerable.Range(0, 200).Select(_ => new LoginKeys(TimeProvider.System))];
        string[] all = [.. starts.SelectMany(keys => new[] { keys.Key, keys.Once!, keys.CookieValue })];

        Assert.That(all, Is.Unique);
        Assert.That(all, Has.All.Length.EqualTo(32));
        Assert.That(starts.Select(keys => keys.CookieName), Is.Unique);

        // No bit is the same in all 600.
        UInt128[] numbers = [.. all.Select(text => UInt128.Parse(text, System.Globalization.NumberStyles.HexNumber))];
        Assert.That(numbers.Aggregate((left, right) => left & right), Is.EqualTo(UInt128.Zero));
        Assert.That(numbers.Aggregate((left, right) => left | right), Is.EqualTo(UInt128.MaxValue));
    }

    [Test]
    public void The_printed_key_is_good_again_and_again_and_the_one_of_the_browser_once()
    {
        LoginKeys keys = new(TimeProvider.System);
        string once = keys.Once!;

        Assert.That(keys.Check(keys.Key), Is.EqualTo(KeyVerdict.Right));
        Assert.That(keys.Check(keys.Key), Is.EqualTo(KeyVerdict.Right));
        Assert.That(keys.Check(once), Is.EqualTo(KeyVerdict.Right));
        Assert.That(keys.Check(once), Is.EqualTo(KeyVerdict.Wrong));
        Assert.That(keys.Check(keys.CookieValue), Is.EqualTo(KeyVerdict.Wrong));
    }

    [Test]
    public void After_twenty_wrong_keys_no_more_are_looked_at_for_a_minute_but_the_right_one_is_never_refused()
    {
        TurnedClock clock = new();
        LoginKeys keys = new(clock);

        Assert.That(Enumerable.Range(0, 20).Select(_ => keys.Check("x")), Has.All.EqualTo(KeyVerdict.Wrong));
        Assert.That(keys.Check("x"), Is.EqualTo(KeyVerdict.TooMany));
        Assert.That(keys.Check(keys.Key), Is.EqualTo(KeyVerdict.Right));

        clock.Turn(61);
        Assert.That(keys.Check("x"), Is.EqualTo(KeyVerdict.Wrong));
    }

    [TestCase("", "abc", false)]
    [TestCase("abc", "abc", true)]
    [TestCase("abcd", "abc", false)]
    [TestCase("abcabc", "abc", false)]
    [TestCase("ab\u0000", "abc", false)]
    public void Texts_are_compared_whole(string given, string expected, bool areEqual) =>
        Assert.That(LoginKeys.AreEqual(given, expected), Is.EqualTo(areEqual));
}
