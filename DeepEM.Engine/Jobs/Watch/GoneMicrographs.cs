using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Watch;

/// <summary>Micrographs that a folder of picks lists and whose files were moved away since: their picks stay listed.
/// </summary>
internal static class GoneMicrographs
{
    private const string MicrographName = "_rlnMicrographName";

    /// <summary>Looks for them.</summary>
    /// <param name="folder">The folder of the picks.</param>
    /// <returns>Those that <c>autopick.star</c> names and that are not there; none where there is no such list.
    /// </returns>
    public static IReadOnlyList<MicrographSource> Of(string folder)
    {
        string list = Path.Combine(folder, PickingOutputs.ListFile);
        try
        {
            return !File.Exists(list) || StarReader.Read(list).Find("coordinate_files") is not { } table
                || !table.HasColumn(MicrographName)
                ? []
                :
                [
                    .. Enumerable.Range(0, table.RowCount)
                        .Select(row => table.Text(row, MicrographName))
                        .Where(name => ProjectPath.Find(name, list) is null)
                        .Select(name => new MicrographSource(name, name, null)),
                ];
        }
        catch (InvalidFileException)
        {
            // It is written anew with the first micrograph.
            return [];
        }
    }
}
