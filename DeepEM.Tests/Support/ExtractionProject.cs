using System.Globalization;
using System.Text;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;

namespace DeepEM.Tests.Support;

/// <summary>A RELION project with micrographs of two grids, their list with optics and defocus, and picks.</summary>
internal sealed class ExtractionProject : IDisposable
{
    public const int Width = 90;
    public const int Height = 70;

    /// <summary>The list of micrographs, relative to the project.</summary>
    public const string List = "CtfFind/job003/micrographs_ctf.star";

    /// <summary>The index of picks, relative to the project.</summary>
    public const string Picks = "AutoPick/job011/autopick.star";

    private static readonly (string Name, int Group, double Mean, double Ramp, SampleType Samples)[] _micrographs =
    [
        ("gridA/mic1", 1, 0, 0, SampleType.Floats),
        ("gridA/mic2", 1, 1e4, 2, SampleType.Floats),
        ("gridB/mic1", 2, 500, 0.5, SampleType.Shorts),
        ("gridB/mic2", 2, 3e4, 0, SampleType.UnsignedShorts),
        ("gridB/empty", 2, 0, 0, SampleType.Floats),
    ];

    private readonly ScratchFolder _folder = new();

    public ExtractionProject()
    {
        StringBuilder list = new(
            "# version 30001\n\ndata_optics\n\nloop_\n_rlnOpticsGroupName #1\n_rlnOpticsGroup #2\n"
            + "_rlnMicrographOriginalPixelSize #3\n_rlnVoltage #4\n_rlnSphericalAberration #5\n"
            + "_rlnAmplitudeContrast #6\n_rlnMicrographPixelSize #7\n"
            + "one 1 0.55 300.0 2.7 0.1 1.1\ntwo 2 1.4 300.0 2.7 0.1 1.4\nspare 3 1.5 200.0 2.0 0.07 1.5\n\n\n"
            + "# version 30001\n\ndata_micrographs\n\nloop_\n_rlnMicrographName #1\n_rlnOpticsGroup #2\n"
            + "_rlnCtfImage #3\n_rlnDefocusU #4\n_rlnDefocusV #5\n_rlnCtfAstigmatism #6\n_rlnDefocusAngle #7\n"
            + "_rlnCtfFigureOfMerit #8\n_rlnCtfMaxResolution #9\n");
        StringBuilder index = new(
            "# version 30001\n\ndata_coordinate_files\n\nloop_\n_rlnMicrographName #1\n_rlnMicrographCoordinates #2\n");
        int number = 0;
        foreach ((string name, int group, double mean, double ramp, SampleType samples) in _micrographs)
        {
            number++;
            string path = $"MotionCorr/job002/Movies/{name}.mrc";
            string picks = $"AutoPick/job011/Movies/{name}_autopick.star";
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[path])!);
            MrcWriter.Write(_folder[path], Noise(number, mean, ramp), Height, Width, 1, samples);
            WritePicks(name, name.EndsWith("empty", StringComparison.Ordinal)
                ? []
                : ExtractionCases.Picks(Width, Height));
            list.Append(
                CultureInfo.InvariantCulture,
                $"{path} {group} PS/{name}.ctf:mrc {15000 + number}.5 14{number}00 100 3{number} 0.1{number} ");
            list.Append(CultureInfo.InvariantCulture, $"3.{number}\n");
            index.Append(CultureInfo.InvariantCulture, $"{path} {picks}\n");
        }

        _folder.Write(List, list.ToString());
        _folder.Write(Picks, index.ToString());
    }

    /// <summary>The project's folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>Path of a file.</summary>
    public string this[string name] => _folder[name];

    /// <summary>Names of the micrographs with picks, below the job.</summary>
    public static IEnumerable<string> Picked => _micrographs.Select(one => one.Name).Where(name => !name.EndsWith(
        "empty", StringComparison.Ordinal));

    /// <summary>Writes any file.</summary>
    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Replaces the picks of a micrograph; scores are 0.50, 0.51, ...</summary>
    public void WritePicks(string name, params (double X, double Y)[] picks) => _folder.Write(
        $"AutoPick/job011/Movies/{name}_autopick.star",
        "# version 30001\n\ndata_\n\nloop_\n_rlnCoordinateX #1\n_rlnCoordinateY #2\n_rlnClassNumber #3\n"
        + "_rlnAutopickFigureOfMerit #4\n_rlnAnglePsi #5\n"
        + string.Concat(picks.Select((pick, i) => string.Create(
            CultureInfo.InvariantCulture, $"{pick.X} {pick.Y} 0 {0.5 + (0.01 * i):0.000} 0\n"))));

    /// <summary>All images of a stack, one after the other.</summary>
    public static float[][] Images(string stack)
    {
        int count = MicrographReader.ReadHeader(stack, new MicrographReading { Slice = 0 }).Sections;
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
                MicrographReader.Read(stack, new MicrographReading { Slice = i }).Pixels),
        ];
    }

    public void Dispose() => _folder.Dispose();

    private static float[] Noise(int seed, double mean, double ramp)
    {
        RandomSource random = new(seed);
        return
        [
            .. Enumerable.Range(0, Width * Height).Select(i => (float)(
                mean + (10 * random.NextGaussian()) + (ramp * (i % Width)) - (ramp / 3 * (i / Width)))),
        ];
    }
}
