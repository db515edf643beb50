using System.Net;
using System.Text.Json;
using DeepEM.Cli.Web;
using DeepEM.Cli.Web.Wire;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web;

/// <summary>What passes the gate and what does not, one line of the list of dangers after the other.</summary>
[Category(TestCategory.Smoke)]
public sealed class GateTests
{
    private TestServer _server = null!;

    [SetUp]
    public async Task Start() =>
        _server = await TestServer.Start(new ServerSettings(AllowedHosts: ["hub.example.org"]));

    [TearDown]
    public async Task Stop() => await _server.DisposeAsync();

    [Test]
    public async Task Without_the_cookie_nothing_is_answered_but_how_to_get_in()
    {
        using HttpClient stranger = _server.Stranger();
        foreach (string path in new[] { "", "web/index.html", "api/look", "api/nothing" })
        {
            using HttpResponseMessage response = await stranger.GetAsync(path);
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), path);
            Assert.That(
                (await Error(response)).Detail, Does.StartWith("open the address that deepem serve has printed"));
        }
    }

    [Test]
    public async Task The_key_is_answered_with_a_page_that_goes_on_and_not_with_a_redirect()
    {
        using HttpClient stranger = _server.Stranger();
        using HttpResponseMessage response = await stranger.GetAsync($"?key={_server.Keys.Key}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
        Assert.That(
            await response.Content.ReadAsStringAsync(),
            Does.Contain("<meta http-equiv=\"refresh\" content=\"0;url=./\">").And.Not.Contain(_server.Keys.Key));
    }

    [Test]
    public async Task The_cookie_is_of_this_start_for_this_site_only_not_for_scripts_and_has_no_path_and_no_end()
    {
        string cookie = await Cookie(secure: false);

        Assert.That(
            cookie.Split("; "),
            Is.EquivalentTo(
            [
                $"{_server.Keys.CookieName}={_server.Keys.CookieValue}", "samesite=strict", "httponly",
            ]));
        Assert.That(_server.Keys.CookieName, Does.Match("^deepem-[0-9a-f]{8}$"));
        Assert.That(await Cookie(secure: true), Does.Contain("; secure"));
    }

    [Test]
    public async Task A_browser_that_has_the_cookie_is_let_in()
    {
        using SocketsHttpHandler cookies = new();
        using HttpClient browser = new(cookies) { BaseAddress = _server.Address };

        Assert.That(
            await TestServer.Status(browser.GetAsync($"?key={_server.Keys.Key}")), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await browser.GetStringAsync("api/look"), Is.EqualTo("seen"));
        Assert.That(await browser.GetStringAsync(""), Does.StartWith("<!doctype html>"));
    }

    [Test]
    public async Task A_wrong_key_is_401_and_after_twenty_of_them_429()
    {
        using HttpClient stranger = _server.Stranger();
        for (int i = 0; i < LoginKeys.MostWrong; i++)
        {
            Assert.That(
                await TestServer.Status(stranger.GetAsync($"?key={i}")), Is.EqualTo(HttpStatusCode.Unauthorized));
        }

        Assert.That(
            await TestServer.Status(stranger.GetAsync("?key=x")), Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(
            await TestServer.Status(stranger.GetAsync($"?key={_server.Keys.Key}")), Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("localhost", HttpStatusCode.OK)]
    [TestCase("LOCALHOST:8000", HttpStatusCode.OK)]
    [TestCase("127.0.0.1:1", HttpStatusCode.OK)]
    [TestCase("[::1]:8000", HttpStatusCode.OK)]
    [TestCase("hub.example.org", HttpStatusCode.OK)]
    [TestCase("hub.example.org:443", HttpStatusCode.OK)]
    [TestCase("evil.example.org", HttpStatusCode.MisdirectedRequest)]
    [TestCase("127.0.0.1.evil.example.org", HttpStatusCode.MisdirectedRequest)]
    [TestCase("0.0.0.0", HttpStatusCode.MisdirectedRequest)]
    public async Task Only_names_of_this_machine_and_allowed_ones_are_answered(string host, HttpStatusCode status)
    {
        using HttpClient page = _server.Page();
        page.DefaultRequestHeaders.Host = host;
        Assert.That(await TestServer.Status(page.GetAsync("api/look")), Is.EqualTo(status));
    }

    [TestCase("http://localhost:8000", "localhost:8000", HttpStatusCode.OK)]
    [TestCase("https://hub.example.org", "hub.example.org", HttpStatusCode.OK)]
    [TestCase("https://hub.example.org", "hub.example.org:443", HttpStatusCode.OK)]
    [TestCase("http://localhost:8001", "localhost:8000", HttpStatusCode.Forbidden)]
    [TestCase("http://evil.example.org", "localhost:8000", HttpStatusCode.Forbidden)]
    [TestCase("null", "localhost:8000", HttpStatusCode.Forbidden)]
    [TestCase("nonsense", "localhost:8000", HttpStatusCode.Forbidden)]
    public async Task An_origin_must_be_the_host(string origin, string host, HttpStatusCode status)
    {
        using HttpClient page = _server.Page();
        page.DefaultRequestHeaders.Host = host;
        page.DefaultRequestHeaders.Add("Origin", origin);
        Assert.That(await TestServer.Status(page.GetAsync("api/look")), Is.EqualTo(status));
        Assert.That(
            await TestServer.Status(TestServer.Post(page, "api/change", """{"title":"a","detail":"b"}""")),
            Is.EqualTo(status));
    }

    [TestCase("cross-site")]
    [TestCase("same-site")]
    public async Task Another_sites_page_may_lead_to_the_first_page_and_fetch_nothing(string site)
    {
        using HttpClient page = _server.Page();
        page.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);

        Assert.That(await TestServer.Status(page.GetAsync("")), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await TestServer.Status(page.GetAsync("api/look")), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await TestServer.Status(page.GetAsync("web/index.html")), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(
            await TestServer.Status(TestServer.Post(page, "", "{}")), Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase("none")]
    [TestCase("same-origin")]
    public async Task The_pages_own_requests_pass(string site)
    {
        using HttpClient page = _server.Page();
        page.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);
        Assert.That(await page.GetStringAsync("api/look"), Is.EqualTo("seen"));
    }

    [Test]
    public async Task What_changes_something_needs_JSON_and_a_header_that_no_form_can_send()
    {
        using HttpClient page = _server.Page();
        using StringContent form = new("title=a");
        Assert.That(
            await TestServer.Status(page.PostAsync("api/change", form)),
            Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(
            await TestServer.Status(page.DeleteAsync("api/change")), Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(
            await TestServer.Status(TestServer.Post(page, "api/change", """{"title":"a","detail":"b"}""")),
            Is.EqualTo(HttpStatusCode.OK));

        page.DefaultRequestHeaders.Remove(Gate.WriteHeader);
        foreach (HttpMethod method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete })
        {
            Assert.That(
                await TestServer.Status(TestServer.Send(page, method, "api/change", "{}")),
                Is.EqualTo(HttpStatusCode.Forbidden));
        }
    }

    [Test]
    public async Task No_other_site_is_told_that_it_may_read()
    {
        using HttpClient page = _server.Page();
        using HttpRequestMessage ask = new(HttpMethod.Options, "api/change");
        ask.Headers.Add("Origin", _server.Address.GetLeftPart(UriPartial.Authority));
        ask.Headers.Add("Access-Control-Request-Method", "POST");
        using HttpResponseMessage asked = await page.SendAsync(ask);
        using HttpResponseMessage looked = await page.GetAsync("api/look");

        Assert.That(asked.IsSuccessStatusCode, Is.False);
        Assert.That(
            asked.Headers.Concat(looked.Headers).Select(header => header.Key),
            Has.None.StartsWith("Access-Control"));
    }

    [TestCase("", true)]
    [TestCase("web/index.html", true)]
    [TestCase("api/look", true)]
    [TestCase("api/fail", true)]
    [TestCase("api/nothing", true)]
    [TestCase("api/look", false)]
    public async Task Every_answer_says_what_a_browser_may_do_with_it(string path, bool isLetIn)
    {
        using HttpClient client = isLetIn ? _server.Page() : _server.Stranger();
        using HttpResponseMessage response = await client.GetAsync(path);

        Assert.That(response.Headers.GetValues("Content-Security-Policy"), Is.EqualTo([Gate.Policy]));
        Assert.That(response.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(["nosniff"]));
        Assert.That(response.Headers.GetValues("Referrer-Policy"), Is.EqualTo(["no-referrer"]));
        Assert.That(response.Headers.GetValues("Cross-Origin-Resource-Policy"), Is.EqualTo(["same-origin"]));
        Assert.That(response.Headers.Contains("Server"), Is.False);
    }

    [Test]
    public async Task What_failed_inside_is_told_at_the_terminal_and_not_to_the_browser()
    {
        using HttpClient page = _server.Page();
        using HttpResponseMessage response = await page.GetAsync("api/fail");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(
            await response.Content.ReadAsStringAsync(), Does.Not.Contain("secret").And.Not.Contain("Exception"));
        Assert.That(_server.Failures.Single().Message, Is.EqualTo("the secret of the inside"));
    }

    [TestCase("{")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("""{"title":1,"detail":"b"}""")]
    [TestCase("""{"titel":"a","detail":"b"}""")]
    public async Task A_body_that_is_not_what_was_expected_is_refused_in_a_line(string body)
    {
        using HttpClient page = _server.Page();
        using HttpResponseMessage response = await TestServer.Post(page, "api/change", body);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await Error(response)).Detail, Does.StartWith("the body is ").And.Not.Contain("\n"));
    }

    [Test]
    public async Task Paths_of_nothing_and_wrong_methods_have_an_error_of_the_usual_form()
    {
        using HttpClient page = _server.Page();
        using HttpResponseMessage nothing = await page.GetAsync("api/nothing");
        using HttpResponseMessage method = await TestServer.Post(page, "api/look", "{}");

        Assert.That(nothing.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Error(nothing)).Title, Is.EqualTo("Not found"));
        Assert.That(method.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That((await Error(method)).Title, Is.EqualTo("Not this way"));
    }

    private static async Task<ErrorAnswer> Error(HttpResponseMessage response) => JsonSerializer.Deserialize(
        await response.Content.ReadAsStringAsync(), WebJson.Default.ErrorAnswer)!;

    private async Task<string> Cookie(bool secure)
    {
        using HttpClient stranger = _server.Stranger();
        if (secure)
        {
            stranger.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https,http");
        }

        using HttpResponseMessage response = await stranger.GetAsync($"?key={_server.Keys.Key}");
        return response.Headers.GetValues("Set-Cookie").Single();
    }
}
