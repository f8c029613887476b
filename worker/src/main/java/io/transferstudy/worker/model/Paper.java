package io.transferstudy.worker.model;

/**
 * The publication that describes an architecture.
 *
 * @param authors as cited: one family name, two joined by "and", or the first with "et al."
 * @param year of the first version
 * @param title in full
 * @param reference where it is found: an arXiv identifier, or the venue
 */
public record Paper(String authors, int year, String title, String reference) {

  /** One that is on arXiv under that number. */
  public static Paper arXiv(String authors, int year, String title, String number) {
    return new Paper(authors, year, title, "arXiv:" + number);
  }
}
