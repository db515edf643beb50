using System.Diagnostics;
using System.Text;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Tests.Support;
using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Mrc;

/// <summary>Files that must be refused as micrographs, in one line that names what was found (cases 1 to 50).</summary>
[Category(TestCategory.Smoke)]
public sealed class MrcRefusalTests
{
    private static readonly byte[] _image = MrcBytes.Floats(MrcBytes.Image());

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    private static IEnumerable<TestCaseData> BadFiles()
    {
        yield return Case("0 bytes", [], "0 bytes, an MRC header needs 1024");
        yield return Case("header of 1023 bytes", new MrcBytes().Header()[..1023], "1023 bytes");
        yield return Case("header only", new MrcBytes().Header(), "needs 25600 bytes, the file has 1024");
        yield return Case("one byte short", new MrcBytes().With(_image[..^1]), "needs 25600 bytes, the file has 25599");
        yield return Case("half", new MrcBytes().With(_image[..(_image.Length / 2)]), "the file has 13312");
        yield return Case("NX 0", new MrcBytes { Width = 0 }.With(_image), "NX NY NZ = 0 64 1");
        yield return Case("NX negative", new MrcBytes { Width = -96 }.With(_image), "NX NY NZ = -96 64 1");
        yield return Case("NY negative", new MrcBytes { Height = -1 }.With(_image), "NX NY NZ = 96 -1 1");
        yield return Case("NZ 0", new MrcBytes { Sections = 0 }.With(_image), "NX NY NZ = 96 64 0");
        yield return Case(
            "16 GB claimed", new MrcBytes { Width = 65536, Height = 65536 }.With(_image), "needs 17179870208 bytes");
        yield return Case(
            "9 TB claimed",
            new MrcBytes { Width = 1500000, Height = 1500000 }.With(_image),
            "needs 9000000001024 bytes");
        yield return Case(
            "more than 64 bits claimed",
            new MrcBytes { Width = int.MaxValue, Height = int.MaxValue, Sections = int.MaxValue }.With(_image),
            "needs 39614081201791936601413125116 bytes");
        foreach (int mode in (int[])[-1, 5, 7, 1024, 33554432])
        {
            yield return Case($"mode {mode}", new MrcBytes { Mode = mode }.With(_image), $"MODE {mode} is unknown");
        }

        yield return Case("mode 3", new MrcBytes { Mode = 3 }.With(_image), "complex transform, not a micrograph");
        yield return Case("mode 4", new MrcBytes { Mode = 4 }.With(_image), "complex transform, not a micrograph");
        yield return Case("mode 16", new MrcBytes { Mode = 16 }.With(_image), "expected 0, 1, 2, 6, 12 or 101");
        yield return Case(
            "NSYMBT negative", new MrcBytes { ClaimedExtendedBytes = -1024 }.With(_image), "NSYMBT = -1024");
        yield return Case(
            "NSYMBT huge", new MrcBytes { ClaimedExtendedBytes = int.MaxValue }.With(_image), "NSYMBT = 2147483647");
        yield return Case(
            "NSYMBT beyond the end", new MrcBytes { ClaimedExtendedBytes = 1000000 }.With(_image), "NSYMBT = 1000000");
        yield return Case(
            "NSYMBT that eats pixels", new MrcBytes { ClaimedExtendedBytes = 1024 }.With(_image), "needs 26624 bytes");
        yield return Case(
            "no MAP, wrong size", new MrcBytes { Map = "\0\0\0\0" }.With(_image[..^4]), "not an MRC file");
        yield return Case("zeros before data", [.. new byte[1024], .. _image], "looks like zeros only");
        yield return Case(
            "STAR",
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("data_\nloop_\n_rlnX #1\n", 60))),
            "a STAR file");
        yield return Case("text", Encoding.ASCII.GetBytes(new string('x', 3000)), "looks like text");
        yield return Case("short text", Encoding.ASCII.GetBytes("not found\n"), "it looks like text");
        yield return Case("HTML", Encoding.ASCII.GetBytes("<!DOCTYPE html><html>404</html>"), "is an HTML page");
        yield return Case("NumPy", [0x93, .. "NUMPY"u8, .. new byte[2000]], "is a NumPy array");
        yield return Case("axes 1 1 3", new MrcBytes { Axes = (1, 1, 3) }.With(_image), "MAPC MAPR MAPS = 1 1 3");
        yield return Case("axes 2 1 3", new MrcBytes { Axes = (2, 1, 3) }.With(_image), "MAPC MAPR MAPS = 2 1 3");
        yield return Case(
            "all NaN",
            new MrcBytes().With(MrcBytes.Floats([.. Enumerable.Repeat(float.NaN, MrcBytes.Nx * MrcBytes.Ny)])),
            "none of its 6144 pixels");
        yield return Case(
            "volume", new MrcBytes { Sections = 5 }.With(_image, _image, _image, _image, _image), "NZ = 5");
    }

    [TestCaseSource(nameof(BadFiles))]
    public void A_bad_file_is_refused_in_one_line(byte[] content, string expected)
    {
        string path = _folder.Write("bad.mrc", content);

        InvalidFileException error = Assert.Throws<InvalidFileException>(() => MicrographReader.Read(path))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Path, Is.EqualTo(path));
            Assert.That(error.Message, Does.StartWith(path).And.Contains(expected));
            Assert.That(error.Message, Does.Not.Contain('\n'));
        }
    }

    [Test]
    public void Random_bytes_are_refused()
    {
        byte[] bytes = new byte[4096];
        new Random(1).NextBytes(bytes);
        string path = _folder.Write("bad.mrc", bytes);

        Assert.That(() => MicrographReader.Read(path), Throws.InstanceOf<InvalidFileException>());
    }

    [TestCase(-1)]
    [TestCase(1)]
    public void A_section_that_is_not_there_is_refused(int section)
    {
        string path = _folder.Write("image.mrc", new MrcBytes().WithImage());

        Assert.That(
            () => MicrographReader.Read(path, new MicrographReading { Slice = section }),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains($"no slice {section}"));
    }

    [Test]
    public void A_missing_file_and_a_directory_are_refused()
    {
        Directory.CreateDirectory(_folder["folder.mrc"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                () => MicrographReader.Read(_folder["none.mrc"]),
                Throws.InstanceOf<InvalidFileException>().With.Message.EndsWith("no such file"));
            Assert.That(
                () => MicrographReader.Read(_folder["folder.mrc"]),
                Throws.InstanceOf<InvalidFileException>().With.Message.Contains("is a directory"));
        }
    }

    [Test]
    [CancelAfter(10000)]
    public void A_FIFO_and_a_device_are_refused_without_waiting(CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("FIFOs are told apart on Linux only.");
        }

        string path = _folder["pipe.mrc"];
        using (Process mkfifo = Process.Start("mkfifo", [path]))
        {
            mkfifo.WaitForExit();
        }

        Task reading = Task.Run(() => MicrographReader.Read(path), CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                async () => await reading.WaitAsync(cancellation),
                Throws.InstanceOf<InvalidFileException>().With.Message.Contains("FIFO"));
            Assert.That(
                () => MicrographReader.Read("/dev/zero"),
                Throws.InstanceOf<InvalidFileException>().With.Message.Contains("device"));
        }
    }

    [Test]
    public void A_huge_claim_allocates_next_to_nothing()
    {
        string path = _folder.Write("bad.mrc", new MrcBytes { Width = 1500000, Height = 1500000 }.With(_image));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(() => MicrographReader.Read(path), Throws.InstanceOf<InvalidFileException>());

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void Mutated_headers_never_throw_anything_else()
    {
        Random random = new(5);
        byte[] good = new MrcBytes { ExtendedBytes = 16 }.With(_image[..4096]);
        for (int round = 0; round < 3000; round++)
        {
            byte[] mutated = [.. good];
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                mutated[random.Next(0, 232)] = (byte)random.Next(256);
            }

            try
            {
                _ = MrcHeaderReader.Read("mutated.mrc", mutated.AsSpan(0, 1024), mutated.Length);
            }
            catch (InvalidFileException error)
            {
                Assert.That(error.Message, Does.Not.Contain('\n'));
            }
        }
    }

    private static TestCaseData Case(string name, byte[] content, string expected) =>
        new TestCaseData(content, expected).SetArgDisplayNames(name);
}
