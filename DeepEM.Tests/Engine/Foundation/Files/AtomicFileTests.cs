using System.Globalization;
using System.IO.Pipes;
using System.Text;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Files;

/// <summary>Afterwards the old file is there or the new one, and nothing else.</summary>
[Category(TestCategory.Smoke)]
public sealed class AtomicFileTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_new_file_has_what_was_written_and_no_temporary_is_left()
    {
        AtomicFile.Write(_folder["out.bin"], stream => stream.Write([1, 2, 3]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllBytes(_folder["out.bin"]), Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(_folder.Names(), Has.Length.EqualTo(1));
        }
    }

    [Test]
    [Platform(Include = "Linux", Reason = "Names a pipe without a name, as /dev/stdout does.")]
    public void A_pipe_that_a_link_leads_to_is_written_directly()
    {
        using var reader = new AnonymousPipeServerStream(PipeDirection.In);
        string path = _folder["link"];
        string handle = reader.ClientSafePipeHandle.DangerousGetHandle().ToString(CultureInfo.InvariantCulture);
        File.CreateSymbolicLink(path, $"/proc/self/fd/{handle}");

        Assert.That(() => AtomicFile.RequireWritable(path), Throws.Nothing);
        AtomicFile.Write(path, stream => stream.Write([7, 8]));

        Assert.That((reader.ReadByte(), reader.ReadByte()), Is.EqualTo((7, 8)));
        Assert.That(OutputFile.IsStream(path), Is.True);
    }

    [Test]
    public void An_old_file_stays_until_the_new_one_is_whole()
    {
        string path = _folder.Write("out.txt", "old and long");
        string during = "";

        AtomicFile.WriteText(path, writer =>
        {
            writer.Write("new");
            writer.Flush();
            during = File.ReadAllText(path);
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(during, Is.EqualTo("old and long"));
            Assert.That(File.ReadAllText(path), Is.EqualTo("new"));
        }
    }

    [Test]
    public void A_failure_leaves_the_old_file_and_no_temporary()
    {
        string path = _folder.Write("out.txt", "old");

        Assert.That(
            () => AtomicFile.WriteText(path, writer =>
            {
                writer.Write("half of the n");
                throw new OperationCanceledException();
            }),
            Throws.InstanceOf<OperationCanceledException>());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
            Assert.That(_folder.Names(), Has.Length.EqualTo(1));
        }
    }

    [Test]
    public void A_text_is_utf8_without_a_mark_with_line_feeds_and_decimal_points()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = german;
            AtomicFile.WriteText(_folder["out.txt"], writer =>
            {
                writer.WriteLine("Å");
                writer.WriteLine(1.5);
            });
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.That(File.ReadAllBytes(_folder["out.txt"]), Is.EqualTo(Encoding.UTF8.GetBytes("Å\n1.5\n")));
    }

    [TestCase("none/out.txt", "directory does not exist")]
    [TestCase("folder", "is a directory")]
    public void A_place_that_cannot_be_written_is_named_in_one_line(string name, string expected)
    {
        Directory.CreateDirectory(_folder["folder"]);
        string path = _folder[name];

        IOException error = Assert.Throws<IOException>(() => AtomicFile.WriteText(path, writer => writer.Write("x")))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Message, Does.StartWith(path + ": ").And.Contains(expected).And.Not.Contains('\n'));
            Assert.That(_folder.Names(), Has.Length.EqualTo(1));
        }
    }

    [Test]
    public void A_full_disk_is_reported_in_one_line()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Ignore("There is no /dev/full here.");
        }

        IOException error = Assert.Throws<IOException>(
            () => AtomicFile.Write("/dev/full", stream => stream.Write(new byte[1 << 20])))!;

        Assert.That(error.Message, Does.StartWith("/dev/full: ").And.Not.Contains('\n'));
    }

    [Test]
    public void A_name_as_long_as_the_file_system_allows_can_be_written()
    {
        string path = _folder[new string('n', 255)];

        AtomicFile.WriteText(path, writer => writer.Write("x"));

        Assert.That(File.ReadAllText(path), Is.EqualTo("x"));
    }

    [Test]
    public void A_link_stays_and_the_file_it_names_is_replaced()
    {
        string target = _folder.Write("target.txt", "old");
        File.CreateSymbolicLink(_folder["link.txt"], target);

        AtomicFile.WriteText(_folder["link.txt"], writer => writer.Write("new"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllText(target), Is.EqualTo("new"));
            Assert.That(new FileInfo(_folder["link.txt"]).LinkTarget, Is.EqualTo(target));
        }
    }

    [Test]
    public void Permissions_of_the_old_file_are_kept()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Unix permissions.");
            return;
        }

        string path = _folder.Write("out.txt", "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        AtomicFile.WriteText(path, writer => writer.Write("new"));

        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void Of_many_writers_one_wins_whole()
    {
        string path = _folder["out.txt"];
        Parallel.For(0, 16, i => AtomicFile.WriteText(path, writer =>
        {
            for (int line = 0; line < 2000; line++)
            {
                writer.WriteLine(i);
            }
        }));

        string[] lines = File.ReadAllLines(path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines, Has.Length.EqualTo(2000));
            Assert.That(lines.Distinct().Count(), Is.EqualTo(1));
            Assert.That(_folder.Names(), Has.Length.EqualTo(1));
        }
    }

    [Test]
    public void A_name_that_is_too_long_is_refused_before_the_work_and_at_its_end()
    {
        string path = _folder[new string('n', 256)];
        foreach (Action attempt in (Action[])[
            () => AtomicFile.RequireWritable(path), () => AtomicFile.WriteText(path, writer => writer.Write("x"))])
        {
            Assert.That(attempt, Throws.TypeOf<IOException>().With.Message.EqualTo($"{path}: the name is too long"));
        }

        AtomicFile.RequireWritable(_folder[new string('n', 255)]);
        Assert.That(_folder.Names(), Is.Empty);
    }
}
