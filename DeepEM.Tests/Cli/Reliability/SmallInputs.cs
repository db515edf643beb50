using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Learning.Models;
using DeepEM.Tests.Support;

namespace DeepEM.Tests.Cli.Reliability;

/// <summary>Inputs with which a run of the real program takes about a second.</summary>
internal sealed class SmallInputs : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public SmallInputs()
    {
        Directory.CreateDirectory(_folder["mics"]);
        string[] unseen = [.. SmallData.Sources(SmallData.Shared.UnseenFolder).Select(source => source.Path)];
        for (int i = 0; i < Micrographs; i++)
        {
            File.Copy(unseen[i % unseen.Length], _folder[$"mics/m{i:D2}.mrc"]);
        }

        for (int i = 0; i < PickFiles; i++)
        {
            Directory.CreateDirectory(_folder["picks"]);
            PickStarWriter.Write(
                _folder[$"picks/p{i:D3}.star"],
                Enumerable.Range(0, 50).Select(k => new Particle(k + (0.25 * i), 3 * k, k / 50.0)));
        }

        using FileStream model = File.Create(_folder["model.deepem"]);
        ModelFile.Write(model, SmallData.Shared.Model);
    }

    public static int Micrographs => 12;

    public static int PickFiles => 150;

    public string Out => _folder["out"];

    public string this[string name] => _folder[name];

    public string[] Train(int seed, params string[] options) =>
    [
        "train", SmallData.Shared.TrainingFolder, "--picks", SmallData.TruthOf(SmallData.Shared.TrainingFolder),
        "--diameter", "125", "--out", Path.Combine(Out, "m.deepem"), "--epochs", "1", "--labels", "40",
        "--seed", seed.ToString(CultureInfo.InvariantCulture), "--checkpoint-interval", "0", .. options,
    ];

    public string[] Pick(double threshold, params string[] options) =>
    [
        "pick", _folder["mics"], "--model", _folder["model.deepem"], "--out", Out, "--pictures", "1", "--box",
        "--threshold", threshold.ToString(CultureInfo.InvariantCulture), .. options,
    ];

    public string[] Convert(double leastScore) =>
    [
        "convert", _folder["picks"], "--to", "relion", "--out", Out,
        "--min-score", leastScore.ToString(CultureInfo.InvariantCulture),
    ];

    public void Clear()
    {
        if (Directory.Exists(Out))
        {
            Directory.Delete(Out, recursive: true);
        }

        Directory.CreateDirectory(Out);
    }

    public void Dispose() => _folder.Dispose();
}
