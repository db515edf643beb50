using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.NumPy;

namespace DeepEM.Engine.Coordinates.CryoSparc;

/// <summary>Reads the micrographs of a cryoSPARC project from the <c>.cs</c> file of exposures that a job exported.
/// </summary>
public static class CryoSparcExposures
{
    private const string Uid = "uid";

    // Dose-weighted micrographs first: they are what is picked on.
    private static readonly string[] _blobs = ["micrograph_blob", "micrograph_blob_non_dw"];

    private static readonly string[] _groups =
        ["mscope_params/exp_group_id", "ctf/exp_group_id", "location/exp_group_id"];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its exposures, in its order, at least one.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, is no file of exposures, or a value is wrong.
    /// </exception>
    public static IReadOnlyList<CryoSparcExposure> Read(string path) => Parse(path, InputFile.ReadAll(path));

    /// <summary>Reads a file that is in memory already.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="bytes">The file; must not be changed while this runs.</param>
    /// <returns>Its exposures, in its order, at least one.</returns>
    /// <exception cref="InvalidFileException">It is no file of exposures, or a value is wrong.</exception>
    public static IReadOnlyList<CryoSparcExposure> Parse(string path, byte[] bytes)
    {
        NumPyTable table = NumPyTable.Parse(path, bytes);
        string blob = Array.Find(_blobs, name => table.HasField($"{name}/path")) ?? throw new InvalidFileException(
            path,
            $"has no field {_blobs[0]}/path, expected exposures of cryoSPARC (what a job only passed on is in its "
            + "*_passthrough_exposures.cs)");
        NumPyField uid = table.Numbers(Uid);
        NumPyField name = table.Texts($"{blob}/path");
        NumPyField shape = table.Numbers($"{blob}/shape", count: 2);
        NumPyField pixelSize = table.Numbers($"{blob}/psize_A");
        NumPyField? group = Array.Find(_groups, table.HasField) is { } field ? table.Numbers(field) : null;
        HashSet<string> names = new(StringComparer.Ordinal);
        var exposures = new CryoSparcExposure[table.RowCount];
        for (int row = 0; row < exposures.Length; row++)
        {
            double angstrom = table.Number(row, pixelSize);
            exposures[row] = new CryoSparcExposure(
                table.WholeNumber(row, uid),
                table.Text(row, name),
                group is { } known ? (uint)table.WholeNumber(row, known) : CryoSparcWriter.GroupId,
                CryoSparcReader.SizeOf(table, row, shape),
                angstrom > 0 ? angstrom : throw table.Invalid(
                    row, pixelSize.Name, $"found {angstrom}, expected a positive number"));
            if (!ParticleCollector.IsName(exposures[row].Name) || !names.Add(exposures[row].Name))
            {
                throw table.Invalid(
                    row, name.Name, $"found '{exposures[row].Path}', expected the path of a micrograph, each once");
            }
        }

        return exposures.Length > 0
            ? exposures
            : throw new InvalidFileException(path, "holds no exposure, expected at least one");
    }
}
