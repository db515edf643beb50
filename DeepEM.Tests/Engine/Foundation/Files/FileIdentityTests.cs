using DeepEM.Engine.Foundation.Files;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Files;

/// <summary>Names are many, files are few.</summary>
public sealed class FileIdentityTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Names_of_one_file_are_the_same_through_links_and_detours()
    {
        string file = _folder.Write("a/file", "x");
        string copy = _folder.Write("a/copy", "x");
        File.CreateSymbolicLink(_folder["link"], file);
        Directory.CreateSymbolicLink(_folder["b"], _folder["a"]);

        Assert.That(FileIdentity.AreSame(file, _folder["a/../a/./file"]), Is.True);
        Assert.That(FileIdentity.AreSame(_folder["none"], _folder["a/../none"]), Is.True);
        Assert.That(FileIdentity.AreSame(file, copy), Is.False);
        Assert.That(FileIdentity.AreSame(_folder["none"], _folder["none2"]), Is.False);
        if (OperatingSystem.IsLinux())
        {
            Assert.That(FileIdentity.AreSame(_folder["link"], file), Is.True);
            Assert.That(FileIdentity.AreSame(_folder["b/file"], file), Is.True);
        }
    }

    [Test]
    public void The_stamp_tells_size_and_time_of_what_a_link_leads_to()
    {
        string file = _folder.Write("file", "123");
        File.SetLastWriteTimeUtc(file, new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc));
        File.CreateSymbolicLink(_folder["link"], file);

        Assert.That(FileIdentity.Stamp(file), Is.EqualTo("3 bytes of 2026-01-31T12:00:00.0000000Z"));
        Assert.That(FileIdentity.Stamp(_folder["link"]), Is.EqualTo(FileIdentity.Stamp(file)));
        Assert.That(FileIdentity.Stamp(_folder["none"]), Is.Null);
        Assert.That(FileIdentity.Stamp(_folder.Path), Is.Null);
    }
}
