using System.IO.Compression;
using System.Net;
using System.Text.Json;
using DeepEM.Cli.Web.Routes;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web;

/// <summary>Every request of the page: what it asks the project, what comes back, and what is refused.</summary>
[Category(TestCategory.Smoke)]
public sealed class RoutesTests
{
    private ScratchFolder _folder = null!;
    private FakeProject _project = null!;
    private TestServer _server = null!;
    private HttpClient _page = null!;
    private TaskCompletionSource _quit = null!;

    [SetUp]
    public async Task Start()
    {
        _folder = new ScratchFolder();
        _folder.Write("mics/m.mrc", "m");
        _folder.Write("a.star", "data_");
        _quit = new TaskCompletionSource();
        await Open(3);
    }

    [TearDown]
    public async Task Stop()
    {
        _page.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task The_project_leaves_out_what_is_not_known()
    {
        JsonElement project = await Get("api/project");

        Assert.That(project.GetProperty("pixelSize").GetDouble(), Is.EqualTo(1.5));
        Assert.That(project.GetProperty("micrographs").GetInt32(), Is.EqualTo(3));
        Assert.That(project.TryGetProperty("diameter", out _), Is.False);
        Assert.That(project.TryGetProperty("busy", out _), Is.False);
    }

    [Test]
    public async Task Of_the_project_only_what_is_given_is_changed()
    {
        await Require(HttpStatusCode.OK, HttpMethod.Patch, "api/project", """{"diameter":165,"view":{"i":3}}""");
        Assert.That(_project.Calls, Is.EqualTo(["change 165    {\"i\":3}"]));
        await Require(HttpStatusCode.BadRequest, HttpMethod.Patch, "api/project", """{"radius":165}""");
    }

    [Test]
    public async Task Folders_are_looked_into_within_the_roots_only()
    {
        JsonElement root = await Get("api/browse");
        JsonElement mics = await Get("api/browse?path=mics");

        Assert.That(Texts(root.GetProperty("folders")), Is.EqualTo(["mics"]));
        Assert.That(mics.GetProperty("micrographs").GetInt32(), Is.EqualTo(1));
        Assert.That(
            await TestServer.Status(_page.GetAsync("api/browse?path=/etc")), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(
            await TestServer.Status(_page.GetAsync("api/browse?path=..")), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(
            await TestServer.Status(_page.GetAsync("api/browse?path=nothing")),
            Is.EqualTo(HttpStatusCode.UnprocessableEntity));
    }

    [Test]
    public async Task Micrographs_are_added_from_the_roots_only()
    {
        await Require(HttpStatusCode.Accepted, HttpMethod.Post, "api/micrographs", """{"inputs":["mics"]}""");
        Assert.That(_project.Calls, Is.EqualTo([$"add {_project.Paths.Roots[0]}/mics"]));
        await Require(HttpStatusCode.Forbidden, HttpMethod.Post, "api/micrographs", """{"inputs":["/etc"]}""");
        await Require(HttpStatusCode.BadRequest, HttpMethod.Post, "api/micrographs", """{"inputs":[]}""");
        await Require(HttpStatusCode.BadRequest, HttpMethod.Post, "api/micrographs", "{}");
    }

    [Test]
    public async Task The_list_of_10_000_micrographs_is_less_than_a_megabyte_and_packed_a_fifth()
    {
        _page.Dispose();
        await _server.DisposeAsync();
        await Open(10_000);
        byte[] plain = await _page.GetByteArrayAsync("api/micrographs");
        _page.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, br");
        byte[] packed = await _page.GetByteArrayAsync("api/micrographs");
        await using GZipStream unpacked = new(new MemoryStream(packed), CompressionMode.Decompress);
        using MemoryStream again = new();
        await unpacked.CopyToAsync(again);

        Assert.That(plain, Has.Length.LessThan(1_000_000));
        Assert.That(packed, Has.Length.LessThan(plain.Length / 5));
        Assert.That(again.ToArray(), Is.EqualTo(plain));
        Assert.That(
            JsonElement.Parse(plain).GetProperty("name").EnumerateArray().Last().GetString(),
            Is.EqualTo("FoilHole_00009999_Data_00009999_fractions.mrc"));
        Assert.That(await _page.GetByteArrayAsync("api/counts"), Has.Length.EqualTo(10_000 * 101 * 2));
    }

    [Test]
    public async Task Small_pictures_come_in_one_answer_that_says_which_are_not_made_yet()
    {
        using HttpResponseMessage response = await _page.GetAsync("api/thumbs?from=0&count=99");

        Assert.That(await response.Content.ReadAsByteArrayAsync(), Has.Length.EqualTo(3 * 64 * 64));
        Assert.That(response.Headers.GetValues("X-Missing"), Is.EqualTo(["1"]));
        Assert.That(
            await TestServer.Status(_page.GetAsync("api/thumbs?from=4&count=1")),
            Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(
            await TestServer.Status(_page.GetAsync("api/thumbs")), Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_plane_is_sent_with_its_shape_and_once_only_while_the_file_is_the_same()
    {
        using HttpResponseMessage response = await _page.GetAsync("api/micrographs/2/plane");
        using HttpRequestMessage again = new(HttpMethod.Get, "api/micrographs/2/plane");
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);

        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(new byte[] { 1, 2, 3, 2 }));
        Assert.That(response.Headers.GetValues("X-Shape"), Is.EqualTo(["4,4,2,2,2,0,1"]));
        Assert.That(await TestServer.Status(_page.SendAsync(again)), Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    public async Task A_tile_and_marks_are_those_that_were_asked_for()
    {
        Assert.That(await _page.GetByteArrayAsync("api/micrographs/1/tile/5/6"), Is.EqualTo(new byte[] { 1, 5, 6 }));
        Assert.That(
            await _page.GetStringAsync("api/micrographs/1/marks"),
            Is.EqualTo("""
                {"seq":7,"labels":[["a",1.5,2,"particle"]],"picks":{"x":[3],"y":[4],"p":[0.5]},"masked":[[0,1,2]],
                """ + "\"maskShape\":[8,8]}"));
    }

    [TestCase("api/micrographs/3/plane")]
    [TestCase("api/micrographs/-1/marks")]
    [TestCase("api/micrographs/x/tile/0/0")]
    [TestCase("api/micrographs/..%2f1/plane")]
    [TestCase("api/jobs/2")]
    [TestCase("api/export/b.star")]
    [TestCase("api/export/../a.star")]
    public async Task What_is_not_there_is_not_found(string path) =>
        Assert.That(await TestServer.Status(_page.GetAsync(path)), Is.EqualTo(HttpStatusCode.NotFound));

    [Test]
    public async Task Edits_reach_the_project_in_their_order_and_their_number_comes_back()
    {
        JsonElement answer = await Require(HttpStatusCode.OK, HttpMethod.Post, "api/edits", """
            {"client":"c","ops":[{"id":"1","op":"add","mark":"a","mic":0,"x":1.5,"y":2,"kind":"particle"},
            {"id":"2","op":"move","mark":"a","mic":0,"x":3,"y":4},
            {"id":"3","op":"kind","mark":"a","mic":0,"kind":"not"},
            {"id":"4","op":"remove","mark":"a","mic":0}]}
            """);

        Assert.That(answer.GetProperty("seq").GetInt64(), Is.EqualTo(4));
        Assert.That(
            _project.Calls,
            Is.EqualTo(["c add a 0 1.5 2 particle", "c move a 0 3 4 ", "c kind a 0   not", "c remove a 0   "]));
    }

    [TestCase("""{"id":"","op":"remove","mark":"a","mic":0}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"id":"1","op":"delete","mark":"a","mic":0}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"id":"1","op":"add","mark":"a","mic":0,"x":1,"kind":"particle"}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"id":"1","op":"add","mark":"a","mic":0,"x":1,"y":1e300,"kind":"not"}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"id":"1","op":"add","mark":"a","mic":0,"x":1,"y":1,"kind":"maybe"}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"id":"1","op":"remove","mark":"a","mic":3}""", HttpStatusCode.NotFound)]
    [TestCase("""{"id":"1","op":"remove","mark":"a\u0000","mic":0}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"op":"remove","mark":"a","mic":0}""", HttpStatusCode.BadRequest)]
    [TestCase("""{"id":null,"op":"remove","mark":"a","mic":0}""", HttpStatusCode.BadRequest)]
    public async Task One_wrong_edit_and_none_of_the_request_is_done(string edit, HttpStatusCode status)
    {
        await Require(status, HttpMethod.Post, "api/edits", $$"""
            {"client":"c","ops":[{"id":"1","op":"remove","mark":"a","mic":0},{{edit}}]}
            """);
        Assert.That(_project.Calls, Is.Empty);
    }

    [Test]
    public async Task Undo_and_redo_are_of_all_or_of_one_micrograph()
    {
        JsonElement undone = await Require(HttpStatusCode.OK, HttpMethod.Post, "api/undo", "{}");
        await Require(HttpStatusCode.OK, HttpMethod.Post, "api/redo", """{"mic":2}""");
        await Require(HttpStatusCode.NotFound, HttpMethod.Post, "api/redo", """{"mic":3}""");

        Assert.That(undone.GetProperty("what").GetString(), Is.EqualTo("added a particle"));
        Assert.That(undone.GetProperty("ops")[0].GetProperty("op").GetString(), Is.EqualTo("remove"));
        Assert.That(_project.Calls, Is.EqualTo(["undo ", "redo 2"]));
    }

    [Test]
    public async Task Jobs_are_begun_looked_at_and_stopped()
    {
        JsonElement begun = await Require(
            HttpStatusCode.Accepted, HttpMethod.Post, "api/jobs", """{"kind":"train","settings":{"labels":false}}""");
        await Require(HttpStatusCode.Accepted, HttpMethod.Post, "api/jobs", """{"kind":"pick"}""");
        await Require(HttpStatusCode.BadRequest, HttpMethod.Post, "api/jobs", """{"kind":"delete"}""");
        await Require(
            HttpStatusCode.NotFound, HttpMethod.Post, "api/jobs",
            """{"kind":"preview","settings":{"micrographs":[3]}}""");
        JsonElement job = await Get("api/jobs/1");
        await Require(HttpStatusCode.OK, HttpMethod.Delete, "api/jobs/1", "{}");

        Assert.That(begun.GetProperty("job").GetProperty("id").GetString(), Is.EqualTo("1"));
        Assert.That(job.GetProperty("curve")[0].GetProperty("trainingLoss").GetDouble(), Is.EqualTo(0.5));
        Assert.That(_project.Calls, Is.EqualTo(["begin train False ", "begin pick  ", "stop 1"]));
    }

    [Test]
    public async Task A_gallery_its_pictures_and_what_a_person_says()
    {
        JsonElement gallery = await Get("api/gallery?kind=doubtful&from=0&count=10");
        Assert.That(gallery.GetProperty("items")[0].GetProperty("id").GetString(), Is.EqualTo("g1"));
        Assert.That(await _page.GetByteArrayAsync("api/crops?ids=g1,g2"), Has.Length.EqualTo(2 * 64 * 64));
        await Require(HttpStatusCode.OK, HttpMethod.Post, "api/gallery", """
            {"kind":"doubtful","marks":[{"id":"g1","state":"bad"},{"id":"g2","state":null}]}
            """);
        Assert.That(_project.Calls, Is.EqualTo(["judge doubtful g1 bad", "judge doubtful g2 "]));
        await Require(
            HttpStatusCode.BadRequest, HttpMethod.Post, "api/gallery",
            """{"kind":"doubtful","marks":[{"id":"g1","state":"ugly"}]}""");
        Assert.That(
            await TestServer.Status(_page.GetAsync("api/gallery?kind=all&from=0&count=1")),
            Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Exports_go_to_the_roots_only_and_can_be_downloaded()
    {
        await Require(
            HttpStatusCode.OK, HttpMethod.Post, "api/export",
            """{"formats":["star","box"],"threshold":0.5,"out":"new","model":true}""");
        await Require(
            HttpStatusCode.Forbidden, HttpMethod.Post, "api/export",
            """{"formats":["star"],"threshold":0.5,"out":"/tmp"}""");
        await Require(
            HttpStatusCode.BadRequest, HttpMethod.Post, "api/export",
            """{"formats":["exe"],"threshold":0.5,"out":"a"}""");
        await Require(
            HttpStatusCode.BadRequest, HttpMethod.Post, "api/export",
            """{"formats":["star"],"threshold":2,"out":"a"}""");
        Assert.That(_project.Calls, Is.EqualTo([$"export star+box 0.5 {_project.Paths.Roots[0]}/new"]));

        using HttpResponseMessage file = await _page.GetAsync("api/export/a.star");
        Assert.That(await file.Content.ReadAsStringAsync(), Is.EqualTo("data_"));
        Assert.That(file.Content.Headers.ContentDisposition?.DispositionType, Is.EqualTo("attachment"));
    }

    [Test]
    public async Task The_command_line_is_of_the_threshold_that_was_asked_for()
    {
        Assert.That(
            (await Get("api/command?threshold=0.25")).GetProperty("command").GetString(),
            Is.EqualTo("deepem pick --threshold 0.25"));
        Assert.That(
            await TestServer.Status(_page.GetAsync("api/command?threshold=NaN")),
            Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("PATCH", "api/project", "{}")]
    [TestCase("POST", "api/micrographs", """{"inputs":["mics"]}""")]
    [TestCase("POST", "api/edits", """{"client":"c","ops":[]}""")]
    [TestCase("POST", "api/undo", "{}")]
    [TestCase("POST", "api/redo", "{}")]
    [TestCase("POST", "api/jobs", """{"kind":"pick"}""")]
    [TestCase("DELETE", "api/jobs/1", "{}")]
    [TestCase("POST", "api/gallery", """{"kind":"missed","marks":[]}""")]
    [TestCase("POST", "api/export", """{"formats":["star"],"threshold":0.5,"out":"a"}""")]
    public async Task A_project_that_is_only_looked_at_is_not_changed(string method, string path, string body)
    {
        _project.ReadOnlyReason = "another server has it";

        JsonElement error = await Require(HttpStatusCode.Conflict, new HttpMethod(method), path, body);

        Assert.That(error.GetProperty("detail").GetString(), Is.EqualTo("another server has it"));
        Assert.That(_project.Calls, Is.Empty);
        Assert.That((await Get("api/project")).GetProperty("readOnly").GetBoolean(), Is.True);
    }

    [Test]
    public async Task Reading_changes_nothing()
    {
        foreach (string path in new[]
        {
            "api/project", "api/browse", "api/micrographs", "api/counts", "api/thumbs?from=0&count=1",
            "api/micrographs/0/plane", "api/micrographs/0/tile/0/0", "api/micrographs/0/marks", "api/jobs/1",
            "api/gallery?kind=missed&from=0&count=1", "api/crops?ids=a", "api/export/a.star", "api/command",
        })
        {
            Assert.That(await TestServer.Status(_page.GetAsync(path)), Is.EqualTo(HttpStatusCode.OK), path);
        }

        Assert.That(_project.Calls, Is.Empty);
    }

    [Test]
    public async Task The_end_is_answered_before_it_comes()
    {
        await Require(HttpStatusCode.OK, HttpMethod.Post, "api/quit", "{}");
        Assert.That(
            await Task.WhenAny(_quit.Task, Task.Delay(TimeSpan.FromSeconds(10))), Is.SameAs(_quit.Task));
    }

    private async Task Open(int micrographs)
    {
        _project = new FakeProject(_folder.Path, micrographs);
        _server = await TestServer.Start(map: (routes, ending) =>
            PageRoutes.Map(routes, _project, TimeProvider.System, _quit.SetResult, ending));
        _page = _server.Page();
    }

    private async Task<JsonElement> Get(string path) => JsonElement.Parse(await _page.GetStringAsync(path));

    private async Task<JsonElement> Require(HttpStatusCode status, HttpMethod method, string path, string body)
    {
        using HttpResponseMessage response = await TestServer.Send(_page, method, path, body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(status), text);
        return JsonElement.Parse(text);
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(each => each.GetString()!)];
}
