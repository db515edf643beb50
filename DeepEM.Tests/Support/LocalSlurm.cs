using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace DeepEM.Tests.Support;

/// <summary>A SLURM of one node on this machine, which ends with the object and writes to its own folder only.
/// </summary>
/// <remarks>
/// Needs root, no systemd and no cgroup. The daemons stay in the foreground, as children of the test, and are ended by
/// their numbers. SLURM 22.05 wants a cgroup plugin to be named even where nothing uses one; the first version loads
/// and mounts nothing. The folder of munge's socket must be open to all, its key to its owner alone.
/// </remarks>
internal sealed class LocalSlurm : IDisposable
{
    private static readonly string[] _programs =
        ["sbatch", "squeue", "scancel", "sinfo", "slurmctld", "slurmd", "munged", "munge"];

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly string _folder;
    private readonly List<Process> _daemons = [];

    /// <summary>Starts the daemons and waits until the node takes jobs.</summary>
    /// <param name="folder">Where everything of theirs goes; its path is short enough for a socket.</param>
    public LocalSlurm(string folder)
    {
        _folder = folder;
        Environment = new Dictionary<string, string> { ["SLURM_CONF"] = Path.Combine(folder, "slurm.conf") };
        foreach (string name in (string[])["state", "spool", "log", "munge"])
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        bool isUp = false;
        try
        {
            WriteFiles();
            Start("munged", "--foreground", "--force", $"--key-file={folder}/munge/key",
                $"--socket={folder}/munge/socket", $"--pid-file={folder}/munge/pid",
                $"--log-file={folder}/log/munged.log", $"--seed-file={folder}/munge/seed", "--num-threads=2");
            WaitFor("munge", () => Run("munge", "-n", "-S", $"{folder}/munge/socket").Code == 0);
            Start("slurmctld", "-D", "-c", "-f", $"{folder}/slurm.conf");
            Start("slurmd", "-D", "-c", "-f", $"{folder}/slurm.conf");
            WaitFor("an idle node", () => Run("sinfo", "-h", "-o", "%T").Output.Trim() == "idle");
            isUp = true;
        }
        finally
        {
            if (!isUp)
            {
                Dispose();
            }
        }
    }

    /// <summary>What keeps a SLURM from running here; empty where nothing does.</summary>
    public static IEnumerable<string> Missing =>
        _programs.Where(program => !$"{System.Environment.GetEnvironmentVariable("PATH")}".Split(':')
            .Any(folder => File.Exists(Path.Combine(folder, program))))
        .Concat(System.Environment.IsPrivilegedProcess ? [] : ["the rights of root"]);

    /// <summary>What programs need to find it.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Waits until no job waits or runs.</summary>
    public void WaitForAll() => WaitFor("the end of all jobs", () => Run("squeue", "-h").Output.Trim().Length == 0);

    /// <summary>Runs a program that ends by itself.</summary>
    public (int Code, string Output) Run(string program, params string[] words)
    {
        ProcessStartInfo start = Info(program, words);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    public void Dispose()
    {
        if (_daemons.Count > 2)
        {
            Run("scancel", "--user=root");
        }

        // The last that was started depends on those before it.
        foreach (Process daemon in Enumerable.Reverse(_daemons))
        {
            using (daemon)
            {
                if (!daemon.HasExited)
                {
                    using Process kill = Process.Start("kill", $"{daemon.Id}");
                    kill.WaitForExit();
                    if (!daemon.WaitForExit(3000))
                    {
                        daemon.Kill();
                        daemon.WaitForExit();
                    }
                }
            }
        }

        _daemons.Clear();
    }

    private void WriteFiles()
    {
        Run("chmod", "711", $"{_folder}/munge");
        File.WriteAllBytes($"{_folder}/munge/key", RandomNumberGenerator.GetBytes(1024));
        Run("chmod", "400", $"{_folder}/munge/key");
        File.WriteAllText($"{_folder}/cgroup.conf", $"CgroupPlugin=cgroup/v1\nCgroupMountpoint={_folder}/cgroup\n");
        string host = Dns.GetHostName().Split('.')[0];
        int cores = System.Environment.ProcessorCount;
        File.WriteAllText($"{_folder}/slurm.conf", $"""
            ClusterName=test
            SlurmctldHost={host}(127.0.0.1)
            SlurmUser=root
            SlurmdUser=root
            AuthType=auth/munge
            CredType=cred/munge
            AuthInfo=socket={_folder}/munge/socket
            SlurmctldPort={FreePort()}
            SlurmdPort={FreePort()}
            StateSaveLocation={_folder}/state
            SlurmdSpoolDir={_folder}/spool
            SlurmctldPidFile={_folder}/slurmctld.pid
            SlurmdPidFile={_folder}/slurmd.pid
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            AccountingStorageType=accounting_storage/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_CPU
            MpiDefault=none
            SwitchType=switch/none
            ReturnToService=2
            KillWait=3
            SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0
            PropagateResourceLimits=NONE
            NodeName={host} NodeAddr=127.0.0.1 NodeHostname={host} CPUs={cores} RealMemory=1000
            PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP

            """);
    }

    // Their words go into the log: a pipe that nobody reads would stop them.
    private void Start(string program, params string[] words)
    {
        string command = string.Join(' ', words.Prepend(program).Select(word => $"'{word}'"));
        _daemons.Add(Process.Start(Info("sh", "-c", $"exec {command} > '{_folder}/log/{program}' 2>&1"))!);
    }

    private ProcessStartInfo Info(string program, params string[] words)
    {
        ProcessStartInfo start = new(program, words);
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private void WaitFor(string what, Func<bool> isSo)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(start) > _patience)
            {
                string[] logs = [.. Directory.GetFiles($"{_folder}/log")
                    .SelectMany(log => File.ReadLines(log).TakeLast(5))];
                throw new TimeoutException($"waited for {what}\n{string.Join('\n', logs)}");
            }

            Thread.Sleep(50);
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
