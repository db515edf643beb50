using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using DeepEM.Cli;
using DeepEM.Cli.Web;
using DeepEM.Engine.Coordinates;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web;

/// <summary>The real program, serving: what it listens on, what it loads, and what is there after it was killed.
/// </summary>
/// <remarks><c>DEEPEM_KILLS=200</c> kills so many times.</remarks>
[NonParallelizable]
[Platform(Include = "Linux", Reason = "Sends signals, and looks into /proc.")]
public sealed partial class ServedProgramTests
{
    private static readonly int _kills = int.Parse(
        Environment.GetEnvironmentVariable("DEEPEM_KILLS") ?? "4", NumberStyles.None, CultureInfo.InvariantCulture);

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_micrographs()
    {
        if (CommandLine.Create().Subcommands.All(command => command.Name != "serve"))
        {
            Assert.Ignore("This program has no command serve.");
        }

        _folder = new ScratchFolder();
        string source = SmallData.Sources(SmallData.Shared.UnseenFolder)[0].Path;
        Directory.CreateDirectory(_folder["mics"]);
        File.Copy(source, _folder["mics/a.mrc"]);
    }

    [TearDown]
    public void Remove_micrographs() => _folder?.Dispose();

    [Test]
    public async Task No_variable_opens_it_to_the_network_and_no_library_for_cryptography_is_loaded()
    {
        int other = FreePort();
        using var program = DeepEmProcess.Start(
            new Dictionary<string, string>
            {
                ["ASPNETCORE_URLS"] = $"http://0.0.0.0:{other}",
                ["ASPNETCORE_HTTP_PORTS"] = $"{other}",
                ["DOTNET_URLS"] = $"http://0.0.0.0:{other}",
                ["URLS"] = $"http://0.0.0.0:{other}",
                ["Kestrel__Endpoints__A__Url"] = $"http://0.0.0.0:{other}",
            },
            Arguments());
        using HttpClient browser = await Enter(program);

        Assert.That(await browser.GetStringAsync(""), Does.StartWith("<!doctype html>"));
        Assert.That(browser.BaseAddress!.Host, Is.EqualTo("127.0.0.1"));
        Assert.That(browser.BaseAddress.Port, Is.Not.EqualTo(other));
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Assert.That(
            async () => await socket.ConnectAsync(IPAddress.Loopback, other), Throws.InstanceOf<SocketException>());
        Assert.That(
            File.ReadLines($"/proc/{program.Id}/maps").Where(line => Cryptography().IsMatch(line)), Is.Empty);

        await Quit(browser);
        Assert.That(program.Wait().Code, Is.Zero);
    }

    [Test]
    public async Task Killed_at_random_moments_every_edit_that_was_answered_is_there_and_the_STAR_file_is_whole()
    {
        Random random = new(5);
        Dictionary<string, int> answered = [];
        int sent = 0;
        for (int kill = 0; kill < _kills; kill++)
        {
            using var program = DeepEmProcess.Start(Arguments());
            using HttpClient browser = await Enter(program);
            await RequireAll(browser, answered);
            using Timer killer = new(_ => program.Signal("KILL"), null, random.Next(50, 1500), Timeout.Infinite);
            while (await Add(browser, $"m{sent}", sent))
            {
                answered.Add($"m{sent}", sent);
                sent++;
            }

            sent++;
            program.Wait();
            if (File.Exists(Labels))
            {
                Assert.That(Rows(), Is.LessThanOrEqualTo(sent));
            }
        }

        using var last = DeepEmProcess.Start(Arguments());
        using HttpClient end = await Enter(last);
        int marks = await RequireAll(end, answered);
        await Quit(end);

        Assert.That(last.Wait().Code, Is.Zero);
        Assert.That(Rows(), Is.EqualTo(marks));
        TestContext.Out.WriteLine(
            $"{answered.Count} edits were answered, {marks} of {sent} were there after {_kills} kills");
    }

    private string Labels => _folder["p/labels/a.star"];

    // A torn file would not be read.
    private int Rows() => CoordinateFileReader.Read(Labels, []).Micrographs.Single().Particles.Count;

    private string[] Arguments() => ["serve", _folder["mics"], "--project", _folder["p"], "--no-browser", "-q"];

    // False where the program is gone.
    private static async Task<bool> Add(HttpClient browser, string mark, int number)
    {
        try
        {
            using HttpResponseMessage response = await TestServer.Post(browser, "api/edits", $$"""
                {"client":"c","ops":[{"id":"e{{mark}}","op":"add","mark":"{{mark}}","mic":0,
                "x":{{number}},"y":7.5,"kind":"particle"}]}
                """);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return false;
        }
    }

    // Gives how many marks there are.
    private static async Task<int> RequireAll(HttpClient browser, Dictionary<string, int> answered)
    {
        JsonElement marks = JsonElement.Parse(await browser.GetStringAsync("api/micrographs/0/marks"));
        Dictionary<string, double> there = marks.GetProperty("labels").EnumerateArray()
            .ToDictionary(row => row[0].GetString()!, row => row[1].GetDouble());
        Assert.That(answered.Where(mark => !there.TryGetValue(mark.Key, out double x) || x != mark.Value), Is.Empty);
        return there.Count;
    }

    private static async Task Quit(HttpClient browser) =>
        Assert.That(
            await TestServer.Status(TestServer.Post(browser, "api/quit", "{}")), Is.EqualTo(HttpStatusCode.OK));

    private static async Task<HttpClient> Enter(DeepEmProcess program)
    {
        Match printed = Match.Empty;
        Assert.That(
            program.WaitUntil(() => (printed = Address().Match(program.OutputSoFar)).Success), Is.True, "it has ended");
        Uri address = new(printed.Groups[1].Value);
        HttpClient browser = new() { BaseAddress = new Uri(address.GetLeftPart(UriPartial.Path)) };
        browser.DefaultRequestHeaders.Add(Gate.WriteHeader, "1");
        Assert.That(await TestServer.Status(browser.GetAsync(address)), Is.EqualTo(HttpStatusCode.OK));
        return browser;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"^DeepEM is at (\S+)\s", RegexOptions.Multiline)]
    private static partial Regex Address();

    [GeneratedRegex("lib(ssl|crypto)|System.Security.Cryptography.Native")]
    private static partial Regex Cryptography();
}
