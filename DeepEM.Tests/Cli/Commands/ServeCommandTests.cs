using System.CommandLine;
using System.Net;
using System.Text.RegularExpressions;
using DeepEM.Cli;
using DeepEM.Cli.Commands;
using DeepEM.Cli.Shell;
using DeepEM.Cli.Web;
using DeepEM.Tests.Cli.Web;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

[Category(TestCategory.Smoke)]
public sealed partial class ServeCommandTests
{
    private ScratchFolder _folder = null!;
    private ProjectRequest? _asked;

    [SetUp]
    public void Create_folder()
    {
        _asked = null;
        _folder = new ScratchFolder();
        _folder.Write("mics/a.mrc", "a");
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public async Task It_prints_the_address_answers_there_and_ends_with_0_when_the_page_ends_it()
    {
        using SharedText output = new();
        Task<ExitCode> run = Start(output, CancellationToken.None, "--project", _folder["p"], _folder["mics"]);
        Uri address = await Address(output, run);

        using SocketsHttpHandler cookies = new();
        using HttpClient browser = new(cookies) { BaseAddress = address };
        browser.DefaultRequestHeaders.Add(Gate.WriteHeader, "1");
        Assert.That(await TestServer.Status(browser.GetAsync(address)), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            await TestServer.Status(TestServer.Post(browser, "api/quit", "{}")), Is.EqualTo(HttpStatusCode.OK));

        Assert.That(await run, Is.EqualTo(ExitCode.Success));
        Assert.That(output.ToString(), Does.Contain($"Project: {_folder["p"]}\n"));
        Assert.That(
            _asked!.Roots, Is.EqualTo([_folder["mics"], _folder["p"]]), "what it may touch where nothing is said");
        Assert.That(_asked.Micrographs, Is.EqualTo([_folder["mics"]]));
        Assert.That(_asked.IsReadOnly, Is.False);
    }

    [Test]
    public async Task Asked_to_stop_it_says_how_to_go_on_and_ends_as_a_command_that_was_stopped()
    {
        using SharedText output = new();
        using SharedText error = new();
        using CancellationTokenSource stop = new();
        Task<ExitCode> run = Start(output, error, stop.Token, "--project", _folder["p"], "--read-only");
        await Address(output, run);
        await stop.CancelAsync();

        Assert.That(await run, Is.EqualTo(ExitCode.Interrupted));
        Assert.That(
            error.ToString().Trim(),
            Is.EqualTo(
                $"deepem serve: stopped; {_folder["p"]} has all that was marked, and re-running the command goes on"));
        Assert.That(_asked!.IsReadOnly, Is.True);
    }

    [Test]
    public async Task A_key_is_in_the_address_that_is_printed_and_nowhere_in_the_log()
    {
        using SharedText output = new();
        using SharedText error = new();
        using CancellationTokenSource stop = new();
        Task<ExitCode> run = Start(output, error, stop.Token, "--project", _folder["p"], "-v");
        Uri address = await Address(output, run);
        using HttpClient stranger = new();
        using HttpResponseMessage let = await stranger.GetAsync(address);
        await stop.CancelAsync();
        await run;

        string key = address.Query["?key=".Length..];
        string cookie = let.Headers.GetValues("Set-Cookie").Single().Split('=', ';')[1];
        Assert.That(key, Has.Length.EqualTo(32));
        Assert.That(error.ToString(), Does.Not.Contain(key).And.Not.Contain(cookie));
        Assert.That(output.ToString(), Does.Not.Contain(cookie));
    }

    [Test]
    public async Task A_port_that_is_taken_is_an_error_of_one_line()
    {
        await using TestServer other = await TestServer.Start();
        CommandRun run = Run("--project", _folder["p"], "--port", $"{other.Address.Port}");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(
            run.ErrorLines.Single(),
            Does.StartWith($"deepem serve: 127.0.0.1:{other.Address.Port}: the port cannot be used: "));
    }

    [TestCase("--socket and --port exclude each other", "--socket", "s", "--port", "8000")]
    [TestCase("--base-path is 'p/'", "--base-path", "p/")]
    [TestCase("--base-path is '/p/'", "--base-path", "/p/")]
    [TestCase("--allow-host is 'http://a'", "--allow-host", "http://a")]
    [TestCase("--allow-host is 'a:80'", "--allow-host", "a:80")]
    [TestCase("--port is '65536'", "--port", "65536")]
    [TestCase("--root is 'nowhere'", "--root", "nowhere")]
    [TestCase("--project is empty", "--project", "")]
    [TestCase("--device is 'gpu'", "--device", "gpu")]
    [TestCase("MICROGRAPHS holds an empty name", "")]
    public void A_wrong_command_line_says_what_is_wrong(string start, params string[] args)
    {
        CommandRun run = Run(args);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage), run.Error);
        Assert.That(run.ErrorLines[0], Does.StartWith($"deepem serve: {start}"));
        Assert.That(_asked, Is.Null);
    }

    [Test]
    public void Options_are_described_in_a_line_of_80_characters()
    {
        Command serve = Tree().Subcommands.Single(command => command.Name == "serve");

        Assert.That(
            serve.Options.Cast<Symbol>().Concat(serve.Arguments).Select(symbol => $"{symbol.Description}"),
            Has.All.Length.InRange(1, 80));
    }

    private CommandRun Run(params string[] args) => CommandRun.Of(Tree(), ["serve", "--no-browser", .. args]);

    private Task<ExitCode> Start(SharedText output, CancellationToken token, params string[] args) =>
        Start(output, TextWriter.Null, token, args);

    private Task<ExitCode> Start(TextWriter output, TextWriter error, CancellationToken token, params string[] args) =>
        Task.Run(
            () => CommandLine.Run(Tree(), ["serve", "--no-browser", .. args], output, error, token),
            CancellationToken.None);

    private RootCommand Tree()
    {
        RootCommand root = CommandLine.Create();
        Command serve = ServeCommand.Create(request =>
        {
            _asked = request;
            return new FakeProject(_folder.Path, 1);
        });
        if (root.Subcommands.FirstOrDefault(command => command.Name == serve.Name) is { } own)
        {
            root.Subcommands.Remove(own);
        }

        root.Subcommands.Add(serve);
        return root;
    }

    private static async Task<Uri> Address(SharedText output, Task run)
    {
        while (!run.IsCompleted)
        {
            if (PrintedAddress().Match($"{output}") is { Success: true } match)
            {
                return new Uri(match.Groups[1].Value);
            }

            await Task.Delay(10);
        }

        Assert.Fail($"it ended: {output}");
        throw new InvalidOperationException();
    }

    [GeneratedRegex("^DeepEM is at (http://127\\.0\\.0\\.1:[0-9]+/\\?key=[0-9a-f]+)\r?\n", RegexOptions.Multiline)]
    private static partial Regex PrintedAddress();
}
