using System.Net;
using DeepEM.Cli.Web;
using DeepEM.Tests.Architecture;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web;

[Category(TestCategory.Smoke)]
public sealed class AssetsTests
{
    private const string Folder = "DeepEM.Cli/Web/Assets";

    [Test]
    public void Every_file_of_the_folder_is_in_the_program()
    {
        Assert.That(
            new Assets().Names,
            Is.EquivalentTo(Directory.GetFiles(Path.Combine(SourceTree.Root, Folder)).Select(Path.GetFileName)));
    }

    [Test]
    public async Task Each_is_sent_as_it_is_with_its_type_and_once_only_while_it_does_not_change()
    {
        await using TestServer server = await TestServer.Start();
        using HttpClient page = server.Page();
        foreach (string name in new Assets().Names)
        {
            using HttpResponseMessage response = await page.GetAsync($"web/{name}");
            Assert.That(
                await response.Content.ReadAsByteArrayAsync(),
                Is.EqualTo(File.ReadAllBytes(Path.Combine(SourceTree.Root, Folder, name))));
            Assert.That(
                response.Content.Headers.ContentType?.MediaType, Is.Not.EqualTo("application/octet-stream"), name);
            Assert.That(response.Headers.CacheControl?.ToString(), Is.EqualTo("no-cache"));

            using HttpRequestMessage again = new(HttpMethod.Get, $"web/{name}");
            again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
            Assert.That(await TestServer.Status(page.SendAsync(again)), Is.EqualTo(HttpStatusCode.NotModified));
        }
    }

    [Test]
    public async Task The_first_page_is_the_index()
    {
        await using TestServer server = await TestServer.Start();
        using HttpClient page = server.Page();
        Assert.That(await page.GetStringAsync(""), Is.EqualTo(await page.GetStringAsync("web/index.html")));
    }

    [TestCase("web/nothing.js")]
    [TestCase("web/..%2f..%2fetc%2fpasswd")]
    [TestCase("web/")]
    public async Task Nothing_else_is_there(string path)
    {
        await using TestServer server = await TestServer.Start();
        using HttpClient page = server.Page();
        Assert.That(await TestServer.Status(page.GetAsync(path)), Is.EqualTo(HttpStatusCode.NotFound));
    }
}
