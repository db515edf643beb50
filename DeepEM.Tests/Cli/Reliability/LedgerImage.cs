using DeepEM.Engine.Jobs.Pick;
using DeepEM.Tests.Support;

namespace DeepEM.Tests.Cli.Reliability;

/// <summary>What the ledger in the image of a folder of picks vouches for.</summary>
internal static class LedgerImage
{
    /// <summary>The ledger's file, of which every one has bytes of its own.</summary>
    public const string File = $"{PickingLedger.Folder}/{PickingLedger.FileName}";

    /// <summary>The micrographs that are finished, each with the run that its record is of.</summary>
    public static Dictionary<string, UInt128> RunsOf(FolderImage image)
    {
        using ScratchFolder folder = new();
        if (image.Contains(File))
        {
            folder.Write(File, image.Bytes(File));
        }

        var ledger = new PickingLedger(folder.Path);
        return ledger.Names.ToDictionary(
            name => name, name => ledger.TryFind(name, out PickingRecord record) ? record.Run : default);
    }

    /// <summary>The files of a micrograph that a record vouches for; pictures are drawn when all are finished.
    /// </summary>
    public static IEnumerable<string> FilesOf(FolderImage image, string name) => image.Names.Where(file =>
        file.Contains(name, StringComparison.Ordinal) && !file.StartsWith("pictures/", StringComparison.Ordinal));
}
