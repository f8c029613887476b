package io.transferstudy.bench.chaos;

/**
 * What a played pod ends with: a result that no other pod has. Its score follows from the pod's
 * name and the folder of its artifacts is the pod's UID, so that whatever keeps the result says
 * which pod it is from.
 */
final class PlayedResult {
  /** Test examples. */
  static final int TOTAL = 10_000;

  private static final String FOLDER = "results/";

  private PlayedResult() {}

  /** The termination message, for KWOK to fill in. */
  static String message() {
    String work = "cell/" + String.join("/", label("model"), label("dataset"), label("setting"));
    return """
    {"studyUid":"%s","work":"%s/%s","attempt":%s,"podUid":"$(POD_UID)","outcome":\
    {"type":"success","resultKey":"%s","correct":$(SCORE)e4,"total":%d,"seconds":1.0,\
    "device":"cpu","reused":false,"artifacts":"%s$(POD_UID)"}}\
    """
        .formatted(
            label("study-uid"),
            work,
            label("seed"),
            label("attempt"),
            "0".repeat(64),
            TOTAL,
            FOLDER);
  }

  private static String label(String name) {
    return "$(LABEL:transferstudy.io/%s)".formatted(name);
  }

  /** UID of the pod whose artifacts these are. */
  static String pod(String artifacts) {
    return artifacts.startsWith(FOLDER) ? artifacts.substring(FOLDER.length()) : "";
  }
}
