namespace DeepEM.Engine.Coordinates;

/// <summary>What is to be known of each format to choose it and to name its files.</summary>
public static class CoordinateFormats
{
    private static readonly Dictionary<string, CoordinateFormat> _byName = new(StringComparer.Ordinal)
    {
        ["relion"] = CoordinateFormat.Relion,
        ["relion-particles"] = CoordinateFormat.RelionParticles,
        ["relion-3.0"] = CoordinateFormat.RelionOld,
        ["box"] = CoordinateFormat.Box,
        ["eman2"] = CoordinateFormat.Eman2,
        ["cbox"] = CoordinateFormat.Cbox,
        ["cbox-old"] = CoordinateFormat.CboxOld,
        ["topaz"] = CoordinateFormat.Topaz,
        ["csv"] = CoordinateFormat.Csv,
        ["tsv"] = CoordinateFormat.Tsv,
        ["cs"] = CoordinateFormat.CryoSparc,
    };

    /// <summary>The names by which a user chooses a format.</summary>
    public static IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>What can be read, for messages.</summary>
    public static string Readable =>
        "RELION STAR, EMAN .box or info .json, crYOLO .cbox, Topaz .txt, CSV, TSV or cryoSPARC .cs";

    /// <summary>Finds a format.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>The format, or null.</returns>
    public static CoordinateFormat? Find(string name) =>
        _byName.TryGetValue(name, out CoordinateFormat format) ? format : null;

    /// <summary>Whether one file holds the particles of many micrographs.</summary>
    /// <param name="format">The format.</param>
    /// <returns>False where each micrograph has a file of its own.</returns>
    public static bool HoldsMany(CoordinateFormat format) => format is CoordinateFormat.RelionParticles
        or CoordinateFormat.RelionOld or CoordinateFormat.Topaz or CoordinateFormat.Csv or CoordinateFormat.Tsv
        or CoordinateFormat.CryoSparc;

    /// <summary>Whether a box size has to be known to write a format.</summary>
    /// <param name="format">The format.</param>
    /// <returns>True for those with corners.</returns>
    public static bool NeedsBoxSize(CoordinateFormat format) =>
        format is CoordinateFormat.Box or CoordinateFormat.Cbox or CoordinateFormat.CboxOld;

    /// <summary>Whether the micrographs' extents have to be known to write a format.</summary>
    /// <param name="format">The format.</param>
    /// <returns>True for that with fractions.</returns>
    public static bool NeedsMicrographSize(CoordinateFormat format) => format == CoordinateFormat.CryoSparc;

    /// <summary>Names a file.</summary>
    /// <param name="format">The format.</param>
    /// <param name="name">The micrograph's name for outputs; not used where a file holds many.</param>
    /// <returns>The file's name.</returns>
    public static string FileName(CoordinateFormat format, string name) => format switch
    {
        CoordinateFormat.Relion => $"{name}_autopick.star",
        CoordinateFormat.Box => $"{name}.box",
        CoordinateFormat.Eman2 => $"{name}_info.json",
        CoordinateFormat.Cbox or CoordinateFormat.CboxOld => $"{name}.cbox",
        CoordinateFormat.Topaz => "coordinates.txt",
        CoordinateFormat.Csv => "coordinates.csv",
        CoordinateFormat.Tsv => "coordinates.tsv",
        CoordinateFormat.CryoSparc => "particles.cs",
        _ => "particles.star",
    };
}
