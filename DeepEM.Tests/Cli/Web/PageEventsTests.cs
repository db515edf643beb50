using System.Text;
using DeepEM.Cli.Web;
using DeepEM.Cli.Web.Wire;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web;

[Category(TestCategory.Smoke)]
public sealed class PageEventsTests
{
    private static IEnumerable<TestCaseData> Events =>
    [
        new(
            PageEvents.Edit(1, new EditEvent(7, "c", [new EditOperation("e", "add", "m", 0, 1.5, 2, "particle")])),
            "edit",
            null,
            """
            {"seq":7,"client":"c","ops":[{"id":"e","op":"add","mark":"m","mic":0,"x":1.5,"y":2,"kind":"particle"}]}
            """),
        new(
            PageEvents.Job(1, new JobAnswer("4", "pick", "running", "picking", 3, 9, 2.5, null, null, 2)),
            "job",
            "4",
            """
            {"id":"4","kind":"pick","state":"running","stage":"picking","done":3,"total":9,"etaSeconds":2.5,"number":2}
            """),
        new(
            PageEvents.Curve(1, new CurveEvent("4", 10, 0.5, null)),
            "curve",
            null,
            """{"job":"4","step":10,"trainingLoss":0.5}"""),
        new(
            PageEvents.Micrograph(1, new MicrographEvent(3, "failed", "too short", 0, 0, 0, 0, 0, null, null)),
            "micrograph",
            "3",
            """
            {"i":3,"state":"failed","reason":"too short","width":0,"height":0,"labels":0,"rejected":0,"picks":0}
            """),
        new(PageEvents.Counts(1, new CountsEvent(3, [2, 1, 0])), "counts", "3", """{"i":3,"counts":[2,1,0]}"""),
        new(PageEvents.Saved(1, new SeqAnswer(9)), "saved", "", """{"seq":9}"""),
        new(
            PageEvents.Notice(1, new NoticeEvent("warning", "few-labels", "few\nlabels")),
            "notice",
            null,
            """{"severity":"warning","code":"few-labels","text":"few\nlabels"}"""),
        new(PageEvents.Thumbs(1, new ThumbsEvent(64, 8)), "thumbs", null, """{"from":64,"count":8}"""),
    ];

    [TestCaseSource(nameof(Events))]
    public void An_event_has_its_name_what_it_replaces_and_one_line_without_what_is_not_known(
        object happened, string name, string? subject, string json)
    {
        var told = (StreamEvent)happened;
        Assert.That(told.Name, Is.EqualTo(name));
        Assert.That(told.Subject, Is.EqualTo(subject));
        Assert.That(Encoding.UTF8.GetString(told.Json.Span), Is.EqualTo(json));
    }
}
