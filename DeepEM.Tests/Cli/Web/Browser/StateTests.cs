using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web.Browser;

/// <summary>Every page where there is nothing yet, while something runs, and when something went wrong.</summary>
[TestFixture]
internal sealed class StateTests : PageTests
{
    [Test]
    public async Task Without_micrographs_a_folder_is_chosen()
    {
        await Open(new ScriptedProject { Count = 0 });
        Page.WaitUntil(
            "!document.getElementById('open').hidden && document.querySelector('#open-here button') !== null");
        Page.Keep("open");
        Page.Click("#open-here button");

        WaitForRequest("POST micrographs {\"inputs\":[\"/data\"]}");
        Assert.That(Page.Text("#notices"), Is.Empty);
        Assert.That(Page.Text("#open-folders"), Does.Contain("grid1/").And.Contain("grid2/"));
    }

    [Test]
    public async Task A_file_that_cannot_be_read_says_why_and_the_list_goes_on()
    {
        await Open(new ScriptedProject { Failed = [0] });
        string reason = Page.Text("#stage-reason");
        Page.Press("n");
        Page.WaitUntil("document.getElementById('stage-error').hidden && planesModule.plane(1) !== null");

        Assert.That(reason, Is.EqualTo("the file ends after 12 of 1,024 bytes"));
    }

    [Test]
    public async Task Without_a_pixel_size_it_is_asked_for()
    {
        ScriptedProject project = new();
        (project.Project["pixelSize"], project.Project["diameter"]) = (null, null);
        await Open(project);
        string hint = Page.Text("#hint");
        Page.Click("#pixel");
        Page.Type("1.25");
        Page.Press("Enter");

        WaitForRequest("PATCH project {\"pixelSize\":1.25}");
        Page.WaitUntil("document.getElementById('hint').textContent === 'Drag the ruler across one particle'");
        Assert.That(hint, Does.StartWith("Enter the pixel size"));
    }

    [Test]
    public async Task The_loss_is_drawn_as_it_comes_and_the_result_says_how_good_the_model_is()
    {
        await Open(step: "train");
        Page.WaitUntil("document.getElementById('train-labels').disabled");
        Page.Click("#train-alone");
        WaitForRequest("POST jobs {\"kind\":\"train\",\"settings\":{\"labels\":false}}");
        Project.Job = new
        {
            id = "1",
            kind = "train",
            state = "running",
            stage = "learning",
            done = 3,
            total = 9,
            etaSeconds = 120,
            curve = Array.Empty<object>()
        };
        Project.Tell("job", Project.Job);
        for (int step = 1; step <= 5; step++)
        {
            Project.Tell(
                "curve", new { job = "1", step = step * 10, trainingLoss = 1.0 / step, heldOutLoss = 1.1 / step });
        }

        Page.WaitUntil("document.querySelector('#train-curve polyline.two')?.points.numberOfItems === 5");
        string stage = Page.Text("#train-stage");
        Page.Click("#train-stop");
        Wait(() => Project.Asked.Contains("DELETE jobs/1"), () => "not stopped");
        double[] line = [0.9, 0.8];
        var ended = new
        {
            id = "1",
            kind = "train",
            state = "done",
            curve = Array.Empty<object>(),
            result = new
            {
                found = 93,
                labels = 100,
                wrong = 4,
                picks = 97,
                precision = line,
                recall = line,
                thresholds = new[] { 0.0, 1.0 }
            },
        };
        Project.Job = ended;
        Project.Tell("job", ended);
        Page.WaitUntil("document.querySelector('#train-pick') !== null");

        Assert.That(stage, Is.EqualTo("learning · 3 of 9 · about 2 min left"));
        Assert.That(
            Page.Text("#train-result .big"),
            Is.EqualTo("Finds 93 of 100 held-out particles; 4 of 97 picks are wrong."));
    }

    [Test]
    public async Task A_job_that_fails_says_why_in_one_line()
    {
        await Open();
        Project.Tell("job", new { id = "1", kind = "pick", state = "running", stage = "picking", done = 1, total = 4 });
        Page.WaitUntil("!document.getElementById('job').hidden");
        string running = Page.Text("#job-text");
        Project.Tell("job", new { id = "1", kind = "pick", state = "failed", error = "the device is lost" });
        Page.WaitUntil("document.querySelector('.notice') !== null");

        Assert.That(running, Is.EqualTo("Picking: picking · 1 of 4"));
        Assert.That(Page.Text(".notice span"), Is.EqualTo("the device is lost"));
        Assert.That(Page.Evaluate("document.getElementById('job').hidden"), Is.EqualTo("True"));
    }

    [Test]
    public async Task Picks_of_a_running_job_come_with_their_counts()
    {
        await Open();
        Project.Picked[0] = true;
        Project.TellRow(0);
        Page.WaitUntil("document.getElementById('counts').textContent === '5 here · 5 in 1 micrograph'");
        Page.Evaluate("stateModule.setThreshold(0.8)");

        Page.WaitUntil("document.getElementById('counts').textContent === '2 here · 2 in 1 micrograph'");
        WaitForRequest("PATCH project {\"threshold\":0.8}");
    }

    [Test]
    public async Task Export_writes_what_is_chosen_and_shows_the_command()
    {
        ScriptedProject project = new();
        project.Picked[0] = true;
        await Open(project, "export");
        Page.WaitUntil("document.getElementById('command').textContent === 'deepem pick mics --threshold 0.5'");
        Page.Click("[name=cbox]");
        Page.Click("#export-go");

        WaitForRequest("POST export {\"formats\":[\"star\",\"cbox\"],\"threshold\":0.5,"
            + "\"out\":\"/data/deepem-project/export\",\"model\":true}");
        Page.WaitUntil("document.querySelectorAll('#export-done li').length === 2");
    }

    [Test]
    public async Task Pages_without_picks_say_what_to_do()
    {
        await Open(step: "export");
        string export = Page.Text("#export-what");
        Page.Click("#to-check");
        Page.WaitUntil("document.querySelector('#gallery-empty button') !== null");
        Page.Click("#gallery-empty button");

        WaitForRequest("POST jobs {\"kind\":\"pick\"");
        Assert.That(export, Does.Contain("There are no picks yet"));
    }

    [Test]
    public async Task Without_the_server_marks_wait_and_after_its_new_start_they_are_sent()
    {
        RequestsMayFail();
        await Open();
        int port = Server.Address.Port;
        await Server.DisposeAsync();
        ClickOn(100, 80);
        Page.WaitUntil("document.getElementById('saved').textContent === '1 not saved – retrying'");
        Page.WaitUntil("!document.getElementById('bar').hidden");
        string lost = Page.Text("#bar");
        ScriptedProject project = Project;
        Server = await TestServer.Start(new DeepEM.Cli.Web.ServerSettings(port), project.Map);

        // Its keys are new: the page asks for the new address.
        Page.WaitUntil("document.getElementById('locked').open");
        Page.Click("#address");
        Page.Type($"{Server.Address}?key={Server.Keys.Key}");
        Page.Click("#unlock");

        Assert.That(MarksWhen(1), Is.EqualTo(["particle 100 80"]));
        Page.WaitUntil("document.getElementById('saved').textContent.startsWith('Saved')");
        Page.WaitUntil("document.getElementById('bar').hidden");
        Assert.That(lost, Does.Contain("Everything is saved").Or.Contain("Reconnecting"));
    }

    [Test]
    public async Task A_reload_comes_back_to_the_same_micrograph_and_marks()
    {
        await Open();
        Page.Press("n");
        Page.WaitUntil("marksModule.marksOf(1) !== null");
        ClickOn(300, 90);
        MarksWhen(1);
        WaitForRequest("PATCH project {\"view\":{\"micrograph\":1");
        Page.Open(Page.Evaluate("location.href"));
        Page.WaitUntil("document.querySelector('.row[aria-selected=true] .name')?.textContent.includes('mic_00001')");

        Page.WaitUntil("document.querySelector('.row[aria-selected=true] .about').textContent === '1 example'");
    }

    [Test]
    public async Task Quit_ends_the_server_and_says_how_to_go_on()
    {
        await Open();
        Page.Click("#quit");
        WaitForRequest("POST quit");
        Project.Tell("ended", new { });

        Page.WaitUntil(
            "document.getElementById('bar').textContent.includes('deepem serve --project /data/deepem-project')");
    }
}
