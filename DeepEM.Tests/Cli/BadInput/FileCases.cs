using System.Diagnostics;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.BadInput;

/// <summary>Cases 50 and 51: what is no ordinary file, and files that change while they are read.</summary>
public sealed class FileCases : MicrographCases
{
    private static readonly byte[] _file = new MrcBytes().WithImage();

    [Test]
    public void Case_050_a_folder_without_micrographs_named_like_one_is_refused()
    {
        Directory.CreateDirectory(Folder["folder.mrc"]);
        AssertRefused(Folder["folder.mrc"], "the folder has no micrograph of its own");
        Assert.That(
            () => MicrographReader.Read(Folder["folder.mrc"]),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("is a directory, expected a file"));
    }

    [TestCase("pipe.mrc")]
    [TestCase("pipe.tif")]
    [TestCase("pipe.mrc.gz")]
    [CancelAfter(20000)]
    public void Case_050_a_FIFO_is_refused_without_waiting(string name)
    {
        RequireLinux();
        using (Process mkfifo = Process.Start("mkfifo", [Folder[name]]))
        {
            mkfifo.WaitForExit();
        }

        AssertRefused(Folder[name], "is a FIFO or socket, expected an ordinary file");
    }

    [Test]
    public void Case_050_a_device_is_refused()
    {
        RequireLinux();
        AssertRefused("/dev/zero", "is a device, expected an ordinary file");
    }

    [Test]
    public void Case_050_a_file_without_permission_is_refused()
    {
        string path = Folder.Write("secret.mrc", _file);
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("The superuser may read everything; Windows has other permissions.");
            return;
        }

        File.SetUnixFileMode(path, UnixFileMode.None);
        AssertRefused(path, "permission denied");
    }

    [Test]
    public void Case_050_a_file_that_vanishes_is_refused()
    {
        AssertRefused(Folder["none.mrc"], "no such file");

        // Named by a list when it was there, gone when its turn comes.
        string star = Folder.Write("list.star", $"data_\nloop_\n_rlnMicrographName\n{Folder["gone.mrc"]}\n"
            + $"{Folder.Write("there.mrc", _file)}\n");
        CommandRun run = Pick(star);
        Assert.That(run.ErrorLines.Single(), Does.EndWith("gone.mrc: no such file"));
    }

    [Test]
    public void Case_050_a_link_in_a_circle_is_refused()
    {
        RequireLinux();
        File.CreateSymbolicLink(Folder["a.mrc"], Folder["b.mrc"]);
        File.CreateSymbolicLink(Folder["b.mrc"], Folder["a.mrc"]);
        Assert.That(() => MicrographReader.Read(Folder["a.mrc"]), Throws.InstanceOf<InvalidFileException>());
    }

    [TestCase("a.mrc")]
    [TestCase("a.tif")]
    public void Case_051_a_file_that_is_truncated_while_it_is_read_is_refused(string name)
    {
        byte[] content = name.EndsWith(".tif", StringComparison.Ordinal) ? new TiffBytes().WithImage() : _file;
        string path = Folder.Write(name, content);
        using MicrographFile file = MicrographFile.Open(path);
        using (FileStream stream = File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.SetLength(5000);
        }

        Assert.That(
            () => file.Read(), Throws.InstanceOf<InvalidFileException>().With.Message.Contains("ended at byte 5000"));
    }

    [Test]
    public void Case_051_a_file_that_is_written_to_while_it_is_read_is_refused()
    {
        string path = Folder.Write("a.mrc", _file);
        using MicrographFile file = MicrographFile.Open(path);
        using (FileStream stream = File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.Write(new byte[2000]);
        }

        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(2));

        Assert.That(
            () => file.Read(),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("changed while it was read"));
    }

    [Test]
    public void Case_051_a_file_that_is_replaced_while_it_is_read_gives_the_old_image()
    {
        RequireLinux();
        string path = Folder.Write("a.mrc", _file);
        using MicrographFile file = MicrographFile.Open(path);
        File.Move(Folder.Write("new.mrc", new byte[10]), path, overwrite: true);

        Assert.That(file.Read().Pixels, Is.EqualTo(MrcBytes.Image()));
    }

    private static void RequireLinux()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("On Linux only.");
        }
    }
}
