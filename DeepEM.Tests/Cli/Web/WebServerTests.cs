using System.Net;
using System.Net.Sockets;
using System.Text;
using DeepEM.Cli.Web;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web;

/// <summary>Where the server listens, how much it takes in, and how it ends.</summary>
[Category(TestCategory.Smoke)]
public sealed class WebServerTests
{
    [Test]
    public async Task It_listens_on_this_machine_only_and_on_a_free_port()
    {
        await using TestServer one = await TestServer.Start();
        await using TestServer other = await TestServer.Start();

        Assert.That(one.Address.Host, Is.EqualTo("127.0.0.1"));
        Assert.That(one.Address.Port, Is.Not.EqualTo(other.Address.Port));
        foreach (IPAddress address in (await Dns.GetHostAddressesAsync(Dns.GetHostName()))
            .Where(each => !IPAddress.IsLoopback(each)))
        {
            using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            Assert.That(
                async () => await socket.ConnectAsync(address, one.Address.Port), Throws.InstanceOf<SocketException>());
        }
    }

    [Test]
    public async Task A_port_that_is_taken_is_said_in_a_line()
    {
        await using TestServer one = await TestServer.Start();

        Assert.That(
            () => TestServer.Start(new ServerSettings(one.Address.Port)),
            Throws.InstanceOf<IOException>().With.Message
                .StartsWith($"127.0.0.1:{one.Address.Port}: the port cannot be used: "));
    }

    [Test]
    [Platform(Include = "Linux,MacOsX", Reason = "Sockets have owners.")]
    public async Task A_socket_is_for_its_owner_only_serves_and_is_gone_in_the_end()
    {
        using ScratchFolder folder = new();
        string path = folder["s"];
        await using (TestServer server = await TestServer.Start(new ServerSettings(SocketPath: path)))
        {
            Assert.That(
                OperatingSystem.IsWindows()
                    || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.That(await Get(path, server.Keys, "/api/look"), Does.EndWith("seen"));
            Assert.That(
                () => TestServer.Start(new ServerSettings(SocketPath: path)),
                Throws.InstanceOf<IOException>().With.Message.Contains("another server listens there"));
        }

        Assert.That(File.Exists(path), Is.False);
    }

    [Test]
    [Platform(Include = "Linux", Reason = "Tells a socket from a file.")]
    public async Task A_socket_that_a_killed_server_left_is_replaced_and_a_file_is_not()
    {
        using ScratchFolder folder = new();
        string left = folder["left"];
        using (Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // Under the name that it was made with it would be removed at the end.
            socket.Bind(new UnixDomainSocketEndPoint(folder["made"]));
            File.Move(folder["made"], left);
        }

        await using (TestServer server = await TestServer.Start(new ServerSettings(SocketPath: left)))
        {
            Assert.That(await Get(left, server.Keys, "/api/look"), Does.EndWith("seen"));
        }

        string file = folder.Write("file", string.Empty);
        Assert.That(
            () => TestServer.Start(new ServerSettings(SocketPath: file)),
            Throws.InstanceOf<IOException>().With.Message.Contains("is there and no socket"));
        Assert.That(File.Exists(file), Is.True);
    }

    [Test]
    public async Task Below_a_prefix_that_a_proxy_leaves_the_same_is_answered_as_without()
    {
        await using TestServer server = await TestServer.Start(new ServerSettings(BasePath: "/user/me/p"));
        using HttpClient page = server.Page();

        Assert.That(server.Address.AbsolutePath, Is.EqualTo("/user/me/p/"));
        Assert.That(await page.GetStringAsync("api/look"), Is.EqualTo("seen"));
        Assert.That(await page.GetStringAsync("/api/look"), Is.EqualTo("seen"));
        using HttpResponseMessage bare = await page.GetAsync("/user/me/p");
        Assert.That(bare.Headers.Location?.OriginalString, Is.EqualTo("p/"));
    }

    [Test]
    public async Task A_body_of_more_than_a_megabyte_is_refused()
    {
        await using TestServer server = await TestServer.Start();
        using HttpClient page = server.Page();
        string large = $$"""{"title":"{{new string('a', Answers.MostBytes)}}","detail":"b"}""";

        Assert.That(
            await TestServer.Status(TestServer.Post(page, "api/change", large)),
            Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task A_body_that_does_not_come_is_not_waited_for()
    {
        await using TestServer server = await TestServer.Start(clock: new QuickClock(20));
        using TcpClient client = new("127.0.0.1", server.Address.Port);
        string head = $"POST /api/change HTTP/1.1\r\nHost: localhost\r\nCookie: {server.Keys.CookieName}="
            + $"{server.Keys.CookieValue}\r\n{Gate.WriteHeader}: 1\r\nContent-Type: application/json\r\n"
            + "Content-Length: 100\r\n\r\n{";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        using StreamReader reader = new(client.GetStream());
        Assert.That(await reader.ReadLineAsync(), Does.Contain(" 408 "));
    }

    [Test]
    public async Task The_65th_connection_is_closed()
    {
        await using TestServer server = await TestServer.Start();
        List<TcpClient> clients = [];
        try
        {
            for (int i = 0; i < 64; i++)
            {
                TcpClient client = new("127.0.0.1", server.Address.Port);
                clients.Add(client);
                Assert.That(await Ask(client), Does.StartWith("HTTP/1.1 401"), $"connection {i + 1}");
            }

            clients.Add(new TcpClient("127.0.0.1", server.Address.Port));
            Assert.That(await Ask(clients[^1]), Is.Empty);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Test]
    public async Task The_end_waits_for_no_browser()
    {
        TestServer server = await TestServer.Start();
        using HttpClient page = server.Page();
        Task<HttpResponseMessage> waiting = page.GetAsync("api/wait");
        Assert.That(await page.GetStringAsync("api/look"), Is.EqualTo("seen"));

        Task end = server.DisposeAsync().AsTask();
        Assert.That(await Task.WhenAny(end, Task.Delay(TimeSpan.FromSeconds(20))), Is.SameAs(end));
        Assert.That(async () => (await waiting).EnsureSuccessStatusCode(), Throws.Exception);
    }

    // The head of the answer to a request that is not let in; empty where the connection is closed.
    private static async Task<string> Ask(TcpClient client)
    {
        try
        {
            await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            byte[] answer = new byte[64];
            return Encoding.ASCII.GetString(answer, 0, await client.GetStream().ReadAsync(answer));
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    private static async Task<string> Get(string path, LoginKeys keys, string target)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await using NetworkStream stream = new(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {target} HTTP/1.1\r\nHost: localhost:8000\r\nConnection: close\r\n"
            + $"Cookie: {keys.CookieName}={keys.CookieValue}\r\n\r\n"));
        using StreamReader reader = new(stream);
        return (await reader.ReadToEndAsync()).TrimEnd('\r', '\n', '0');
    }
}
