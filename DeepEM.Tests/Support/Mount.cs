using System.Diagnostics;
using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>A small disk or a read-only view, where this process may mount; a test without it is skipped visibly.
/// </summary>
internal sealed class Mount : IDisposable
{
    private readonly string _folder;

    private Mount(string folder) => _folder = folder;

    /// <summary>Puts a disk in memory in the place of a folder.</summary>
    /// <param name="folder">The folder, made when missing.</param>
    /// <param name="size">For example "64k".</param>
    public static Mount Disk(string folder, string size)
    {
        Directory.CreateDirectory(folder);
        Require("-t", "tmpfs", "-o", $"size={size}", "deepem-test", folder);
        return new Mount(folder);
    }

    /// <summary>Makes a folder read-only, for root as well.</summary>
    public static Mount ReadOnly(string folder)
    {
        Require("--bind", folder, folder);
        Mount mount = new(folder);
        Require("-o", "remount,bind,ro", folder);
        return mount;
    }

    /// <summary>Gives a disk another size; what it holds stays.</summary>
    public void Resize(string size) => Require("-o", $"remount,size={size}", _folder);

    /// <inheritdoc/>
    public void Dispose() => _ = Run("umount", "-l", _folder);

    private static void Require(params string[] arguments)
    {
        string error = OperatingSystem.IsLinux() ? Run("mount", arguments) : "not on this system";
        if (error.Length > 0)
        {
            Assert.Ignore($"Cannot mount: {error}");
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? string.Empty : error;
    }
}
