package io.transferstudy.study.findings;

import io.transferstudy.study.grid.Setting;

/** What has been found in one setting so far. */
public record SettingFindings(
    Setting setting, ScoreTable scores, Leaderboard leaderboard, Correlation correlation) {}
