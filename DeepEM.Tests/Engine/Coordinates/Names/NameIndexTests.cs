using DeepEM.Engine.Coordinates.Names;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates.Names;

/// <summary>Names are brought together by the better claim, and none is given away twice.</summary>
[Category(TestCategory.Smoke)]
public sealed class NameIndexTests
{
    [TestCase("g1/a g2/a", "g1/a g2/a g3/a", "g1/a g2/a -", TestName = "A_name_in_full_leaves_nothing_for_equal_stems")]
    [TestCase("g1/a", "g2/a g1/a", "- g1/a", TestName = "The_full_name_wins_whichever_comes_first")]
    [TestCase("g1/a g2/a", "/d/g2/a.mrc /d/g1/a.mrc", "g2/a g1/a", TestName = "Folders_at_the_end_decide_after_a_move")]
    [TestCase("g1/a g1/b", "g1/b g3/a", "g1/b -", TestName = "Where_folders_count_another_folder_is_another_name")]
    [TestCase("g1/a g1/b", "/d/g1/b /d/g3/a", "g1/b -", TestName = "Folders_count_after_a_move_as_well")]
    [TestCase("g1/a", "elsewhere/a", "g1/a", TestName = "Where_no_folder_agrees_the_file_name_does")]
    [TestCase("a", "g1/a.mrc.gz", "a", TestName = "A_stem_stands_for_a_file")]
    [TestCase("a_DW", "m/a.mrc m/a_DW.mrc", "- a_DW", TestName = "The_exact_name_beats_a_loose_one")]
    [TestCase(
        "a_DW b_extract", "m/a.mrc m/b.mrc", "a_DW b_extract",
        TestName = "Loose_names_match_where_no_exact_one_is")]
    [TestCase(
        "a", "m/123456789012345678901_a_patch_aligned_doseweighted.mrc", "a",
        TestName = "Of_both_what_programs_add_is_taken_off")]
    [TestCase("20240115_a", "m/a.mrc", "-", TestName = "A_date_is_part_of_the_name")]
    [TestCase(
        "20240115_a", "m/20240115_a.mrc m/a.mrc", "20240115_a -",
        TestName = "A_name_with_a_date_is_matched_in_full")]
    public void Claims(string names, string wanted, string expected) =>
        Assert.That(Match(names.Split(' '), wanted.Split(' ')), Is.EqualTo(expected.Split(' ')));

    [TestCase("g1/a g2/a", "g3/a", true, "g3/a: g1/a g2/a")]
    [TestCase("a", "g1/a g2/a", false, "a: g1/a g2/a")]
    [TestCase("a", "a_DW a_patch_aligned", false, "a: a_DW a_patch_aligned")]
    public void What_nobody_can_say_is_an_error(string names, string wanted, bool isOfWanted, string expected)
    {
        NameClash? seen = null;

        Assert.That(
            () => new NameIndex(names.Split(' ')).Match(wanted.Split(' '), clash =>
            {
                seen = clash;
                return new InvalidOperationException();
            }),
            Throws.InvalidOperationException);
        Assert.That(seen!.Value.IsOfWanted, Is.EqualTo(isOfWanted));
        Assert.That($"{seen.Value.Name}: {seen.Value.First} {seen.Value.Second}", Is.EqualTo(expected));
    }

    [TestCase("000123_a", "000123_a")]
    [TestCase("12345678901234567_a", "12345678901234567_a")]
    [TestCase("123456789012345678_a", "a")]
    [TestCase("1234567890123456789012_a", "1234567890123456789012_a")]
    [TestCase("123456789012345678_", "123456789012345678_")]
    [TestCase("a_autopick", "a")]
    [TestCase("a_topazpicks", "a")]
    [TestCase("a_DW_extract", "a")]
    [TestCase("a_patch_aligned_doseweighted", "a")]
    [TestCase("a_patch_alignedly", "a_patch_alignedly")]
    [TestCase("a_noDW", "a_noDW")]
    [TestCase("_DW", "_DW")]
    public void A_loose_stem_is_without_what_programs_add(string stem, string expected) =>
        Assert.That(LooseStem.Of(stem), Is.EqualTo(expected));

    private static string[] Match(string[] names, string[] wanted) =>
    [
        .. new NameIndex(names)
            .Match(wanted, clash => new AssertionException($"clash of {clash}"))
            .Select(found => found < 0 ? "-" : names[found]),
    ];
}
