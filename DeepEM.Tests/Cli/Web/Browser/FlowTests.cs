using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web.Browser;

/// <summary>From a folder to files: how much a person has to do.</summary>
[TestFixture]
internal sealed class FlowTests : PageTests
{
    [Test]
    public async Task Twenty_examples_a_training_and_an_export_are_one_drag_and_twenty_six_clicks()
    {
        ScriptedProject project = new();
        project.Project["diameter"] = null;
        await Open(project);
        Page.Clicks = 0;
        Page.WaitUntil("stateModule.state.tool === 'ruler'");
        Drag(82, 80, 118, 80);
        Page.WaitUntil("stateModule.state.tool === 'particle'");
        int[] examples = [8, 8, 4];
        for (int mic = 0; mic < examples.Length; mic++)
        {
            if (mic > 0)
            {
                Page.Click("#next");
            }

            Page.WaitUntil($"stateModule.state.current === {mic} && marksModule.marksOf({mic}) !== null");
            foreach ((double x, double y) in ScriptedProject.Discs[..examples[mic]])
            {
                ClickOn(x, y);
            }
        }

        MarksWhen(20);
        Page.WaitUntil("document.getElementById('advice').textContent.includes('enough to train')");
        Page.Click("#go-train");
        WaitForRequest("POST jobs {\"kind\":\"train\",\"settings\":{\"labels\":true}}");
        project.Job = new { id = "1", kind = "train", state = "done", curve = Array.Empty<object>() };
        project.Tell("job", project.Job);
        Page.Click("#train-pick");
        WaitForRequest("POST jobs {\"kind\":\"pick\",\"settings\":{}}");
        Page.WaitUntil("location.hash === '#pick'");
        for (int i = 0; i < project.Count; i++)
        {
            project.Picked[i] = true;
            project.TellRow(i);
        }

        Page.Click("#to-export");
        Page.WaitUntil("document.getElementById('export-what').textContent.includes('30 picks in 6 micrographs')");
        Page.Click("#export-go");
        WaitForRequest("POST export {\"formats\":[\"star\"],\"threshold\":0.5");

        Assert.That(Page.Clicks, Is.EqualTo(27), "the drag is one of them");
    }
}
