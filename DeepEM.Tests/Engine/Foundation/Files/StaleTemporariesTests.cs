using DeepEM.Engine.Foundation.Files;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Files;

/// <summary>What killed programs left is cleared away, and nothing else.</summary>
public sealed class StaleTemporariesTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Old_temporaries_go_and_everything_else_stays()
    {
        Old(".deepem-dead.tmp");
        Old("below/.deepem-dead.tmp");
        Old("model.tmp");
        Old(".deepem-notes.txt");
        _folder.Write(".deepem-young.tmp", "x");
        Directory.CreateDirectory(_folder[".deepem-folder.tmp"]);

        StaleTemporaries.Remove(_folder.Path);

        Assert.That(
            _folder.Names(),
            Is.EquivalentTo([".deepem-notes.txt", ".deepem-young.tmp", ".deepem-folder.tmp", "below", "model.tmp"]));
        Assert.That(_folder["below/.deepem-dead.tmp"], Does.Exist);
    }

    [Test]
    public void A_temporary_that_is_being_written_stays_however_old()
    {
        AtomicFile.Write(_folder["out"], stream =>
        {
            stream.Write([1, 2, 3]);
            stream.Flush();
            File.SetLastWriteTimeUtc(Directory.GetFiles(_folder.Path).Single(), DateTime.UtcNow.AddDays(-2));
            StaleTemporaries.Remove(_folder.Path);
            Assert.That(_folder.Names(), Has.Length.EqualTo(1));
        });
        Assert.That(File.ReadAllBytes(_folder["out"]), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void A_missing_folder_is_no_error() =>
        Assert.That(() => StaleTemporaries.Remove(_folder["none"]), Throws.Nothing);

    private void Old(string name) =>
        File.SetLastWriteTimeUtc(_folder.Write(name, "half"), DateTime.UtcNow.AddHours(-2));
}
