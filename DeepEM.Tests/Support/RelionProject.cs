using System.Diagnostics;
using DeepEM.Cli.Callers;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>A RELION project in a folder of its own, in which RELION itself runs this program as an External job.
/// </summary>
/// <remarks>Two grids with equal file names and optics groups of their own, and one micrograph without a particle.
/// </remarks>
internal sealed class RelionProject : IDisposable
{
    public const string List = "CtfFind/job003/micrographs_ctf.star";
    public const string Job = "External/job001/";

    private static readonly string[] _programs = ["relion_pipeliner", "relion_preprocess", "dotnet"];

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(100);

    private readonly ScratchFolder _folder = new();
    private int _schedules;

    private RelionProject()
    {
        _folder.Write(
            "default_pipeline.star",
            "\n# version 30001\n\ndata_pipeline_general\n\n_rlnPipeLineJobCounter                       1\n\n");
        using (FileStream model = File.Create(_folder["m.deepem"]))
        {
            ModelFile.Write(model, SmallData.Shared.Model);
        }

        Directory.CreateDirectory(_folder["bin"]);
        LauncherScript.Write(
            _folder["bin/deepem-relion-pick"],
            Find("dotnet")!,
            Path.Combine(AppContext.BaseDirectory, "deepem.dll"),
            RelionPrograms.Pick);

        string[] simulated = [.. SmallData.Sources(SmallData.Shared.UnseenFolder).Select(source => source.Path)];
        Copy(simulated[0], "MotionCorr/job002/grid1/mic.mrc");
        Copy(simulated[1], "MotionCorr/job002/grid2/mic.mrc");
        Directory.CreateDirectory(_folder["MotionCorr/job002/grid2"]);
        MrcWriter.Write(
            _folder["MotionCorr/job002/grid2/empty.mrc"],
            new float[SmallData.Simulation.Height * SmallData.Simulation.Width],
            SmallData.Simulation.Height,
            SmallData.Simulation.Width,
            SmallData.PixelSizeAngstrom,
            SampleType.SignedBytes);
    }

    public string this[string name] => _folder[name];

    /// <summary>Programs that are needed and not installed; Debian has them as relion.</summary>
    private static string[] Missing => [.. _programs.Where(program => Find(program) is null)];

    /// <summary>Makes a project; without RELION the test is skipped.</summary>
    public static RelionProject Create()
    {
        if (Missing.Length > 0)
        {
            Assert.Ignore($"{string.Join(", ", Missing)} not installed");
        }

        return new RelionProject();
    }

    /// <summary>Writes the list of micrographs, those of grid2 in the second optics group.</summary>
    /// <param name="names">Names below MotionCorr/job002.</param>
    public void Name(params IEnumerable<string> names)
    {
        string group = "2.5 300 2.7 0.1 2.5\n";
        _folder.Write(
            List,
            "\n# version 30001\n\ndata_optics\n\nloop_\n_rlnOpticsGroupName #1\n_rlnOpticsGroup #2\n"
            + "_rlnMicrographOriginalPixelSize #3\n_rlnVoltage #4\n_rlnSphericalAberration #5\n"
            + $"_rlnAmplitudeContrast #6\n_rlnMicrographPixelSize #7\ngrid1 1 {group}grid2 2 {group}\n\n"
            + "# version 30001\n\ndata_micrographs\n\nloop_\n_rlnMicrographName #1\n_rlnOpticsGroup #2\n"
            + "_rlnDefocusU #3\n_rlnDefocusV #4\n_rlnDefocusAngle #5\n"
            + string.Concat(names.Select(
                name => $"MotionCorr/job002/{name} {(name[4] == '2' ? 2 : 1)} 15000 14800 10\n")));
    }

    /// <summary>Copies a file of the project, or another.</summary>
    public void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[to])!);
        File.Copy(Path.Combine(_folder.Path, from), _folder[to]);
    }

    /// <summary>Adds the job by RELION's own pipeliner.</summary>
    /// <param name="parameters">Labels and values of the window's Params.</param>
    public void AddPicking(params (string Label, string Value)[] parameters) => Run(
        "relion_pipeliner", "--addJob", "External", "--addJobOptions", string.Join(';', (string[])
        [
            $"External executable: == {_folder["bin/deepem-relion-pick"]}",
            $"Input micrographs:  == {List}",
            .. parameters.SelectMany((each, i) => (string[])
                [$"Param{i + 1} - label: == {each.Label}", $"Param{i + 1} - value: == {each.Value}"]),
            "Number of threads: == 2",
        ]));

    /// <summary>Begins to run the job by RELION's pipeliner, which ends when the job has.</summary>
    public Process Start() => StartProgram(
        "relion_pipeliner", "--RunJobs", Job, "--schedule", $"s{++_schedules}", "--sec_wait_after", "0");

    /// <summary>Runs the job to its end.</summary>
    public void RunJob()
    {
        using Process pipeliner = Start();
        Wait(pipeliner);
    }

    /// <summary>Runs a program in the project.</summary>
    /// <returns>Its exit code and all it said.</returns>
    public (int Code, string Said) Run(string program, params string[] words)
    {
        using Process process = StartProgram(program, words);
        string said = Wait(process);
        return (process.ExitCode, said);
    }

    /// <summary>Waits for the end of a program, not for ever.</summary>
    public static string Wait(Process process)
    {
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(_patience))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        return output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult();
    }

    /// <summary>What RELION's pipeline says of the job: 2 is done, 3 failed, 4 aborted.</summary>
    public int Status()
    {
        StarTable jobs = StarReader.Read(_folder["default_pipeline.star"]).Find("pipeline_processes")!;
        return jobs.WholeNumber(0, "_rlnPipeLineProcessStatus");
    }

    /// <summary>The outputs that RELION's pipeline knows, each with its number.</summary>
    public Dictionary<string, int> Nodes()
    {
        StarTable nodes = StarReader.Read(_folder["default_pipeline.star"]).Find("pipeline_nodes")!;
        return Enumerable.Range(0, nodes.RowCount).ToDictionary(
            row => nodes.Text(row, "_rlnPipeLineNodeName"), row => nodes.WholeNumber(row, "_rlnPipeLineNodeType"));
    }

    public void Dispose() => _folder.Dispose();

    private Process StartProgram(string program, params string[] words) =>
        Process.Start(new ProcessStartInfo(program, words)
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static string? Find(string program) => $"{Environment.GetEnvironmentVariable("PATH")}"
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
