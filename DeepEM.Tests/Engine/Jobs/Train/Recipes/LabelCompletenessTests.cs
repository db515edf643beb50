using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.Recipes;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Training;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Train.Recipes;

[TestFixture]
public sealed class LabelCompletenessTests
{
    private static readonly TrainingRunSettings _settings =
        SmallData.Settings with
        {
            Start = new TrainingStart("general", GeneralModel.Shipped),
            Objective = TrainingObjective.PositiveUnlabelled,
        };

    [Test]
    public void Complete_labels_leave_next_to_no_particle_in_the_ground() =>
        Assert.That(Prior(_settings, every: 1), Is.LessThan(0.005));

    [Test]
    public void One_label_of_four_is_seen_to_be_incomplete()
    {
        double? prior = Prior(_settings, every: 4);

        // 25 particles of 50 px on 448 × 512 px, three quarters of them unlabelled: 0.025 of the ground lies within a
        // fifth of a diameter of one.
        Assert.That(prior, Is.InRange(0.01, 0.04));
    }

    [Test]
    public void What_is_asked_for_goes_before_the_estimate()
    {
        Assert.That(Prior(_settings with { Objective = TrainingObjective.Complete }, every: 4), Is.Null);
        Assert.That(Prior(_settings with { Prior = 0.3 }, every: 1), Is.EqualTo(0.3));
        Assert.That(
            () => Prior(_settings with { Start = null }, every: 4),
            Throws.InstanceOf<TrainingDataException>()
                .With.Property(nameof(TrainingDataException.Code)).EqualTo(NoticeCode.PriorNeeded));
    }

    private static double? Prior(TrainingRunSettings settings, int every)
    {
        TrainingItem[] items =
        [
            .. SmallData.Shared.Items().Select(item => item with
            {
                Particles = [.. item.Particles.Where((_, i) => i % every == 0)],
            }),
        ];
        using var backend = new SimdBackend(2);
        TrainingSet set = TrainingSet.Load(backend, items, settings, null, CancellationToken.None);
        return LabelCompleteness.Prior(backend, set, settings);
    }
}
