using System.Text;
using DeepEM.Cli.Shell;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Shell;

/// <summary>Names on standard input are read in any locale, and nobody waits for them longer than asked to.</summary>
[Category(TestCategory.Smoke)]
public sealed class StandardInputTests
{
    [TestCase("")]
    [TestCase("\uFEFF")]
    public void Names_are_utf_8_with_or_without_a_byte_order_mark(string mark)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes($"{mark}m\u00EDc01.mrc\r\nb.mrc"));
        using StandardInput input = new(() => bytes, CancellationToken.None);

        Assert.That(
            new[] { input.ReadLine(), input.ReadLine(), input.ReadLine() },
            Is.EqualTo(new[] { "m\u00EDc01.mrc", "b.mrc", null }));
    }

    [Test]
    public void Waiting_for_a_name_ends_when_asked_to()
    {
        using Silent silent = new();
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using StandardInput input = new(() => silent, source.Token);

        Assert.That(input.ReadLine, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Nothing_is_opened_before_a_name_is_asked_for()
    {
        using StandardInput input = new(() => throw new IOException("closed"), CancellationToken.None);

        Assert.That(input.ReadLine, Throws.TypeOf<IOException>());
    }

    // Says nothing until it is closed.
    private sealed class Silent : MemoryStream
    {
        private readonly ManualResetEventSlim _closed = new();

        public override int Read(byte[] buffer, int offset, int count)
        {
            _closed.Wait();
            return 0;
        }

        public override int Read(Span<byte> buffer)
        {
            _closed.Wait();
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            _closed.Set();
            base.Dispose(disposing);
        }
    }
}
