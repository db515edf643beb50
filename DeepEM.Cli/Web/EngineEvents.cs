using DeepEM.Cli.Web.Wire;
using DeepEM.Engine.Jobs.Serve;
using DeepEM.Engine.Jobs.Serve.Labels;
using DeepEM.Engine.Jobs.Serve.Work;

namespace DeepEM.Cli.Web;

/// <summary>What happens in a project of the engine, in the words of the wire.</summary>
/// <param name="project">The project.</param>
/// <param name="whole">Gives the project as a page shows it.</param>
internal sealed class EngineEvents(ServedProject project, Func<ProjectAnswer> whole)
{
    /// <summary>Puts what happened into words.</summary>
    /// <param name="what">What.</param>
    /// <param name="last">The number before theirs.</param>
    public IEnumerable<StreamEvent> Of(ServedEvent what, long last)
    {
        switch (what)
        {
            case ServedEvent.Edited edited:
                yield return PageEvents.Edit(
                    ++last, new EditEvent(edited.Number, edited.Client, [.. edited.Edits.Select(Operation)]));
                foreach (int index in edited.Edits.Select(IndexOf).Distinct().Where(index => index >= 0))
                {
                    yield return PageEvents.Micrograph(++last, EngineWords.Of(index, project.Figures(index)));
                }

                break;

            case ServedEvent.Worked worked:
                yield return PageEvents.Job(++last, EngineWords.Of(worked.Job));
                break;

            case ServedEvent.Learnt learnt:
                LossPoint point = learnt.Point;
                yield return PageEvents.Curve(
                    ++last, new CurveEvent(learnt.Job, point.Step, point.TrainingLoss, point.HeldOutLoss));
                break;

            case ServedEvent.Micrograph micrograph:
                yield return PageEvents.Micrograph(
                    ++last, EngineWords.Of(micrograph.Index, project.Figures(micrograph.Index)));
                break;

            case ServedEvent.Counted counted:
                yield return PageEvents.Counts(
                    ++last, new CountsEvent(counted.Index, [.. counted.Counts.Select(count => (int)count)]));
                break;

            case ServedEvent.Saved saved:
                yield return PageEvents.Saved(++last, new SeqAnswer(saved.Number));
                break;

            case ServedEvent.Pictured pictured:
                yield return PageEvents.Thumbs(++last, new ThumbsEvent(pictured.From, pictured.Count));
                break;

            case ServedEvent.Told told:
                yield return PageEvents.Notice(++last, EngineWords.Of(told.Notice));
                break;

            case ServedEvent.Changed:
                yield return PageEvents.Project(++last, whole());
                break;
        }
    }

    private EditOperation Operation(LabelEdit edit) => EngineWords.Of(edit, IndexOf(edit));

    private int IndexOf(LabelEdit edit) => project.TryFind(edit.Micrograph, out int index) ? index : -1;
}
