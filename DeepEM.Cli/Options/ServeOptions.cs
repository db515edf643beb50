using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace DeepEM.Cli.Options;

/// <summary>The options that say where a page is served, and what it may touch.</summary>
internal sealed partial class ServeOptions
{
    // sun_path of a socket's address has 108 bytes on Linux and 104 on macOS, with the zero at its end.
    private const int LongestSocketPath = 103;

    private const string DefaultProject = "deepem-project";

    /// <summary>The folder of the project.</summary>
    public Option<string?> Project { get; } = PathOption.Optional(
        "--project", "DIR", "Project folder, made if needed [default: deepem-project]")
        .WithDetails(
            "Holds labels, models, picks, and a journal of every click: a project that is opened again is as it was "
            + "left, however it was left. One server at a time writes to it.");

    /// <summary>Folders that the page may look into and write to.</summary>
    public Option<string[]> Roots { get; } = new Option<string[]>("--root")
    {
        HelpName = "DIR",
        Description = "Folder the page may read and write; repeat [default: see help]",
    }.WithDetails("What the page adds and where it exports to lies in one of these folders, links followed. Without "
        + "this option they are the folders of the micrographs and of the project, and the current one where no "
        + "micrographs are named.");

    /// <summary>The port.</summary>
    public Option<int> Port { get; } = NumberOption.Whole(
        "--port", "Port on 127.0.0.1; 0: one that is free", 0, 65535, 0);

    /// <summary>A Unix socket in place of the port.</summary>
    public Option<string?> Socket { get; } = PathOption.Optional(
        "--socket", "PATH", "Unix socket to serve on, for ssh -L [default: a port]")
        .WithDetails("Nobody but its owner can connect to it. 'ssh -L 8000:PATH HOST' brings it to port 8000 of your "
            + "own machine.");

    /// <summary>What a proxy puts before paths.</summary>
    public Option<string?> BasePath { get; } = new Option<string?>("--base-path")
    {
        HelpName = "/P",
        Description = "What a proxy puts before every path, and keeps [default: none]",
    }.WithDetails("Not for proxies that take it off again, as Jupyter's does below /proxy/.");

    /// <summary>Names under which the page may be called.</summary>
    public Option<string[]> AllowedHosts { get; } = new Option<string[]>("--allow-host")
    {
        HelpName = "NAME",
        Description = "Further name of the page, behind a proxy; repeat [default: none]",
    }.WithDetails("The name in the browser's address, for example hub.example.org. localhost and 127.0.0.1 are allowed "
        + "always.");

    /// <summary>Whether nothing is changed.</summary>
    public Option<bool> ReadOnly { get; } = new("--read-only")
    {
        Description = "Look at a project that another server may have open",
    };

    /// <summary>Whether no browser is started.</summary>
    public Option<bool> NoBrowser { get; } = new("--no-browser")
    {
        Description = "Only print the address [default: open it on a desktop]",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        BasePath.Validators.Add(result => Refuse(
            result, SimplePath(), "expected a path that begins with / and does not end with it"));
        AllowedHosts.Validators.Add(result => Refuse(
            result, HostName(), "expected a name as hub.example.org, without port"));
        Roots.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !Directory.Exists(token.Value)) is { } token)
            {
                result.AddError($"--root is '{token.Value}', expected a folder that is there");
            }
        });
        Socket.Validators.Add(result =>
        {
            if (result.GetResult(Port) is { Implicit: false })
            {
                result.AddError("--socket and --port exclude each other, expected one of them");
            }
            else if (result.Tokens.Count > 0 && Path.GetFullPath(result.Tokens[0].Value).Length > LongestSocketPath)
            {
                result.AddError($"--socket is too long, expected at most {LongestSocketPath} letters with its folder");
            }
        });
        command.Add([Project, Roots, Port, Socket, BasePath, AllowedHosts, ReadOnly, NoBrowser]);
    }

    /// <summary>The folder of the project.</summary>
    /// <param name="result">The command line.</param>
    public string ProjectOf(ParseResult result) => result.GetValue(Project) ?? DefaultProject;

    /// <summary>The folders that the page may look into and write to.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="micrographs">Names of micrographs, as typed.</param>
    public IReadOnlyList<string> RootsOf(ParseResult result, IReadOnlyList<string> micrographs)
    {
        if (result.GetValue(Roots) is { Length: > 0 } roots)
        {
            return roots;
        }

        IEnumerable<string> folders = micrographs.Count == 0 ? ["."] : micrographs.Select(FolderOf);
        return [.. folders.Append(ProjectOf(result)).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];
    }

    private static string FolderOf(string micrographs)
    {
        string name = Path.GetFullPath(micrographs.TrimStart('@'));
        return Directory.Exists(name) ? name : Path.GetDirectoryName(name) ?? name;
    }

    private static void Refuse(OptionResult result, Regex form, string expected)
    {
        foreach (Token token in result.Tokens)
        {
            if (!form.IsMatch(token.Value))
            {
                result.AddError($"{result.Option.Name} is '{token.Value}', {expected}");
            }
        }
    }

    [GeneratedRegex("^(/[A-Za-z0-9._~@-]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex SimplePath();

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();
}
