using DeepEM.Engine.Jobs.Serve;
using DeepEM.Engine.Micrographs.Viewing;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Serve;

/// <summary>Small pictures stay with their micrographs where these get other numbers.</summary>
public sealed class PicturedFilesTests
{
    [Test]
    public void A_picture_of_another_micrograph_is_forgotten_and_that_of_the_same_one_kept()
    {
        using ScratchFolder folder = new();
        using var pictures = ThumbnailFile.Open(folder["thumbs.bin"], readOnly: false);
        Put(folder, pictures, ["/a", "/c"]);

        PicturedFiles.Match(folder["thumbs.txt"], pictures, ["/a", "/b", "/c"]);
        Assert.That(pictures.Read(0, 3).Missing, Is.EqualTo(Enumerable.Range(1, 2)));
    }

    [Test]
    public void Micrographs_that_are_added_one_folder_after_the_other_keep_their_pictures()
    {
        using ScratchFolder folder = new();
        using var pictures = ThumbnailFile.Open(folder["thumbs.bin"], readOnly: false);
        Put(folder, pictures, ["/a", "/b", "/c"]);

        PicturedFiles.Match(folder["thumbs.txt"], pictures, ["/a"]);
        PicturedFiles.Match(folder["thumbs.txt"], pictures, ["/a", "/b", "/c"]);
        Assert.That(pictures.Read(0, 3).Missing, Is.Empty);
    }

    [Test]
    public void Without_a_list_nobody_knows_whose_the_pictures_are()
    {
        using ScratchFolder folder = new();
        using var pictures = ThumbnailFile.Open(folder["thumbs.bin"], readOnly: false);
        Put(folder, pictures, ["/a", "/b"]);

        File.Delete(folder["thumbs.txt"]);
        PicturedFiles.Match(folder["thumbs.txt"], pictures, ["/a", "/b"]);
        Assert.That(pictures.Read(0, 2).Missing, Has.Count.EqualTo(2));
    }

    private static void Put(ScratchFolder folder, ThumbnailFile pictures, string[] micrographs)
    {
        PicturedFiles.Match(folder["thumbs.txt"], pictures, micrographs);
        for (int i = 0; i < micrographs.Length; i++)
        {
            pictures.Put(i, new byte[ThumbnailFile.SlotBytes]);
        }
    }
}
