package io.transferstudy.worker.dataset;

import static io.transferstudy.worker.dataset.GeneratedTables.cars;
import static io.transferstudy.worker.dataset.GeneratedTables.cells;
import static io.transferstudy.worker.dataset.GeneratedTables.mat;
import static io.transferstudy.worker.dataset.GeneratedTables.row;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import us.hebi.matlab.mat.types.MatlabType;

/** The twelve in small, with the quirks of their archives. */
final class GeneratedDatasets {
  private GeneratedDatasets() {}

  /** How to make each, by the catalogue's name. */
  static TreeMap<String, Supplier<GeneratedArchives>> all() {
    var all = new TreeMap<String, Supplier<GeneratedArchives>>();
    all.put("food-101", GeneratedDatasets::food);
    all.put("cifar-10", GeneratedDatasets::cifar10);
    all.put("cifar-100", GeneratedDatasets::cifar100);
    all.put("birdsnap", GeneratedDatasets::birdsnap);
    all.put("sun397", GeneratedDatasets::sun);
    all.put("stanford-cars", GeneratedDatasets::stanfordCars);
    all.put("fgvc-aircraft", GeneratedDatasets::aircraft);
    all.put("voc-2007", GeneratedDatasets::voc);
    all.put("dtd", GeneratedDatasets::dtd);
    all.put("oxford-iiit-pets", GeneratedDatasets::pets);
    all.put("caltech-101", GeneratedDatasets::caltech);
    all.put("oxford-102-flowers", GeneratedDatasets::flowers);
    return all;
  }

  private static GeneratedArchives food() {
    var food = GeneratedArchives.of("apple_pie", "waffles");
    var train = new ArrayList<String>();
    var test = new ArrayList<String>();
    for (String name : food.classes()) {
      for (int i = 1; i <= 6; i++) {
        String id = name + "/" + 1_000 * i;
        food.image("food-101.tar.gz", "food-101/images/" + id + ".jpg");
        (i % 3 == 0 ? food.test() : food.train()).put(id + ".jpg", List.of(name));
      }
      train.add(json(name, 1_000, 2_000, 4_000, 5_000));
      test.add(json(name, 3_000, 6_000));
    }
    return food.text("food-101.tar.gz", "food-101/meta/classes.txt", "apple_pie", "waffles")
        .text("food-101.tar.gz", "food-101/meta/labels.txt", "Apple pie", "Waffles")
        .text("food-101.tar.gz", "food-101/meta/train.json", "{" + String.join(",", train) + "}")
        .text("food-101.tar.gz", "food-101/meta/test.json", "{" + String.join(",", test) + "}")
        .text("food-101.tar.gz", "food-101/README.txt", "Food-101");
  }

  private static String json(String name, int... ids) {
    return IntStream.of(ids)
        .mapToObj(id -> "\"%s/%d\"".formatted(name, id))
        .toList()
        .toString()
        .transform(list -> "\"%s\": %s".formatted(name, list));
  }

  private static byte[] records(int labels, int count, int classes) {
    var bytes = new byte[count * (labels + 3_072)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (31 * i + i / 97 + count + classes);
    }
    for (int i = 0; i < count; i++) {
      bytes[i * (labels + 3_072)] = 1; // the coarse one of two
      bytes[i * (labels + 3_072) + labels - 1] = (byte) (i % classes);
    }
    return bytes;
  }

  private static GeneratedArchives cifar10() {
    String archive = "cifar-10-binary.tar.gz";
    String folder = "cifar-10-batches-bin/";
    String[] names = IntStream.range(0, 10).mapToObj("class%d"::formatted).toArray(String[]::new);
    var cifar = GeneratedArchives.of(names);
    for (int batch = 1; batch <= 5; batch++) {
      cifar.file(archive, folder + "data_batch_" + batch + ".bin", records(1, 20 + 10 * batch, 10));
      for (int i = 0; i < 20 + 10 * batch; i++) {
        cifar.train().put("data_batch_%d/%05d".formatted(batch, i), List.of(names[i % 10]));
      }
    }
    for (int i = 0; i < 10; i++) {
      cifar.test().put("test_batch/%05d".formatted(i), List.of(names[i]));
    }
    return cifar
        .file(archive, folder + "test_batch.bin", records(1, 10, 10))
        .text(archive, folder + "batches.meta.txt", String.join("\n", names), "")
        .text(archive, folder + "readme.html", "<html>");
  }

  private static GeneratedArchives cifar100() {
    String archive = "cifar-100-binary.tar.gz";
    String[] names =
        IntStream.range(0, 100).mapToObj("fine_%02d"::formatted).toArray(String[]::new);
    var cifar = GeneratedArchives.of(names);
    for (int i = 0; i < 200; i++) {
      cifar.train().put("train/%05d".formatted(i), List.of(names[i % 100]));
      if (i < 100) {
        cifar.test().put("test/%05d".formatted(i), List.of(names[i]));
      }
    }
    return cifar
        .file(archive, "cifar-100-binary/train.bin", records(2, 200, 100))
        .file(archive, "cifar-100-binary/test.bin", records(2, 100, 100))
        .text(archive, "cifar-100-binary/fine_label_names.txt", names)
        .text(archive, "cifar-100-binary/coarse_label_names.txt", "fish", "flowers");
  }

  /**
   * One species' folder is not its name; the images lie beside the archive, one of them is gone.
   */
  private static GeneratedArchives birdsnap() {
    var birds = GeneratedArchives.of("Acadian Flycatcher", "Zone-tailed Hawk");
    var images = new ArrayList<>(List.of("url\tmd5\tpath\tspecies_id\tbb_x1\tbb_y1"));
    var test = new ArrayList<>(List.of("path"));
    for (int species = 1; species <= 2; species++) {
      for (int i = 0; i < 5; i++) {
        String path =
            (species == 1 ? "Acadian_Flycatcher" : "Zone_tailed_Hawk") + "/" + 7 * i + ".jpg";
        byte[] jpeg = GeneratedArchives.encoded(path, "jpg");
        String md5 = md5(jpeg);
        images.add("http://x/%d\t%s\t%s\t%d\t1\t2".formatted(i, md5, path, species));
        var part = i == 4 ? birds.test() : birds.train();
        if (i == 4) {
          test.add(path);
        }
        if (i != 3) {
          birds.file("", "download/images/" + path, jpeg);
          part.put(path, List.of(birds.classes().get(species - 1)));
        }
      }
    }
    return birds
        .text(
            "birdsnap.tgz",
            "birdsnap/species.txt",
            "id\tcommon\tscientific\tdir",
            "1\tAcadian Flycatcher\tEmpidonax virescens\tAcadian_Flycatcher",
            "2\tZone-tailed Hawk\tButeo albonotatus\tZone_tailed_Hawk")
        .text("birdsnap.tgz", "birdsnap/images.txt", images.toArray(String[]::new))
        .text("birdsnap.tgz", "birdsnap/test_images.txt", test.toArray(String[]::new))
        .text("birdsnap.tgz", "birdsnap/get_birdsnap.py", "#");
  }

  private static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Nested classes, an image in no list, lists in a second archive with other partitions. */
  private static GeneratedArchives sun() {
    var sun = GeneratedArchives.of("abbey", "apartment_building/outdoor");
    var train = new ArrayList<String>();
    var test = new ArrayList<String>();
    for (String name : sun.classes()) {
      for (int i = 0; i < 6; i++) {
        String path = "a/%s/sun_%c.jpg".formatted(name, 'a' + i);
        sun.image("SUN397.tar.gz", "SUN397/" + path);
        if (i < 5) {
          (i < 3 ? train : test).add("/" + path);
          (i < 3 ? sun.train() : sun.test()).put(path, List.of(name));
        }
      }
    }
    String[] classes = {"/a/abbey", "/a/apartment_building/outdoor"};
    return sun.text("SUN397.tar.gz", "SUN397/ClassName.txt", classes)
        .text("Partitions.zip", "ClassName.txt", classes)
        .text("Partitions.zip", "Training_01.txt", train.toArray(String[]::new))
        .text("Partitions.zip", "Testing_01.txt", test.toArray(String[]::new))
        .text("Partitions.zip", "Training_02.txt", test.toArray(String[]::new))
        .text("Partitions.zip", "Testing_02.txt", train.toArray(String[]::new));
  }

  /** Equal names of files in both parts; the labels of the test images lie beside the archives. */
  private static GeneratedArchives stanfordCars() {
    var cars = GeneratedArchives.of("AM General Hummer SUV 2000", "Volvo C30 Hatchback 2012");
    var train = List.of("00001.jpg", "00002.jpg", "00003.jpg", "00004.jpg");
    var test = List.of("00001.jpg", "00002.jpg");
    for (int i = 0; i < 4; i++) {
      cars.image("cars_train.tgz", "cars_train/" + train.get(i));
      cars.train().put("cars_train/" + train.get(i), List.of(cars.classes().get(i % 2)));
    }
    for (int i = 0; i < 2; i++) {
      cars.image("cars_test.tgz", "cars_test/" + test.get(i));
      cars.test().put("cars_test/" + test.get(i), List.of(cars.classes().get(1 - i)));
    }
    return cars.file(
            "car_devkit.tgz", "devkit/cars_meta.mat", mat("class_names", cells(cars.classes())))
        .file(
            "car_devkit.tgz",
            "devkit/cars_train_annos.mat",
            mat("annotations", cars(train, 1, 2, 1, 2)))
        .file("", "cars_test_annos_withlabels.mat", mat("annotations", cars(test, 2, 1)));
  }

  /** Labels with spaces and slashes, coarser lists beside those that count. */
  private static GeneratedArchives aircraft() {
    String archive = "fgvc-aircraft-2013b.tar.gz";
    String data = "fgvc-aircraft-2013b/data/";
    var aircraft = GeneratedArchives.of("707-320", "Boeing 717", "F/A-18");
    var lists = List.of(new ArrayList<String>(), new ArrayList<String>(), new ArrayList<String>());
    var parts = List.of(aircraft.train(), aircraft.validation(), aircraft.test());
    for (int i = 0; i < 18; i++) {
      String id = "%07d".formatted(34_309 + i);
      String name = aircraft.classes().get(i / 6);
      aircraft.image(archive, data + "images/" + id + ".jpg");
      lists.get(i % 3).add(id + " " + name);
      parts.get(i % 3).put(id + ".jpg", List.of(name));
    }
    List<String> names = List.of("train", "val", "test");
    for (int i = 0; i < 3; i++) {
      String[] lines = lists.get(i).toArray(String[]::new);
      aircraft.text(archive, data + "images_variant_" + names.get(i) + ".txt", lines);
      aircraft.text(archive, data + "images_family_" + names.get(i) + ".txt", "0034309 Boeing");
    }
    return aircraft.text(archive, data + "variants.txt", aircraft.classes().toArray(String[]::new));
  }

  /** Two archives of one folder, a file in both, difficult objects, spaces of several widths. */
  private static GeneratedArchives voc() {
    var entry = Datasets.ALL.stream().filter(e -> e.name().equals("voc-2007")).findFirst();
    List<String> classes =
        entry.orElseThrow().layout().required().stream()
            .filter(list -> list.endsWith("_train.txt"))
            .map(list -> list.substring(0, list.length() - "_train.txt".length()))
            .toList();
    var voc = GeneratedArchives.of(classes.toArray(String[]::new));
    String folder = "VOCdevkit/VOC2007/";
    int number = 1;
    for (String part : List.of("train", "val", "test")) {
      String archive =
          part.equals("test") ? "VOCtest_06-Nov-2007.tar" : "VOCtrainval_06-Nov-2007.tar";
      var expected =
          part.equals("train") ? voc.train() : part.equals("val") ? voc.validation() : voc.test();
      var ids = new ArrayList<String>();
      for (int i = 0; i < 3; i++) {
        String id = "%06d".formatted(number++);
        ids.add(id);
        voc.image(archive, folder + "JPEGImages/" + id + ".jpg");
        voc.text(archive, folder + "Annotations/" + id + ".xml", "<annotation/>");
        expected.put(
            id + ".jpg", List.of(classes.get(i), classes.get(14), "?" + classes.get(i + 4)));
      }
      for (int c = 0; c < classes.size(); c++) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < ids.size(); i++) {
          String value = c == i || c == 14 ? " 1" : c == i + 4 ? "  0" : "-1";
          lines.add(ids.get(i) + " " + value);
        }
        String list = folder + "ImageSets/Main/" + classes.get(c) + "_" + part + ".txt";
        voc.text(archive, list, lines.toArray(String[]::new));
      }
      voc.text(archive, folder + "ImageSets/Main/" + part + ".txt", ids.toArray(String[]::new));
      voc.text(archive, "VOCdevkit/local/readme", "the same in both");
    }
    return voc;
  }

  /** A second split beside the first. */
  private static GeneratedArchives dtd() {
    var dtd = GeneratedArchives.of("banded", "zigzagged");
    var lists = List.of(new ArrayList<String>(), new ArrayList<String>(), new ArrayList<String>());
    var parts = List.of(dtd.train(), dtd.validation(), dtd.test());
    for (String name : dtd.classes()) {
      for (int i = 0; i < 6; i++) {
        String path = "%s/%s_%04d.jpg".formatted(name, name, i);
        dtd.image("dtd-r1.0.1.tar.gz", "dtd/images/" + path);
        lists.get(i % 3).add(path);
        parts.get(i % 3).put(path, List.of(name));
      }
    }
    List<String> names = List.of("train", "val", "test");
    for (int i = 0; i < 3; i++) {
      for (int split = 1; split <= 2; split++) {
        dtd.text(
            "dtd-r1.0.1.tar.gz",
            "dtd/labels/" + names.get(i) + split + ".txt",
            lists.get((i + split - 1) % 3).toArray(String[]::new));
      }
    }
    return dtd.text("dtd-r1.0.1.tar.gz", "dtd/labels/labels_joint_anno.txt", "banded banded")
        .file("dtd-r1.0.1.tar.gz", "dtd/imdb/imdb.mat", new byte[] {1, 2, 3});
  }

  /** Stray files among the images, a PNG that is called JPEG, an image in no list, comments. */
  private static GeneratedArchives pets() {
    var pets =
        GeneratedArchives.of("Abyssinian", "american_bulldog", "Egyptian_Mau", "yorkshire_terrier");
    var train = new ArrayList<String>();
    var test = new ArrayList<String>();
    for (int c = 0; c < 4; c++) {
      for (int i = 1; i <= 6; i++) {
        String name = pets.classes().get(c) + "_" + i;
        if (c == 2 && i == 3) {
          pets.file(
              "images.tar.gz", "images/" + name + ".jpg", GeneratedArchives.encoded(name, "png"));
        } else {
          pets.image("images.tar.gz", "images/" + name + ".jpg");
        }
        if (i < 6) {
          (i % 2 == 1 ? train : test).add("%s %d %d %d".formatted(name, c + 1, c == 1 ? 2 : 1, i));
          (i % 2 == 1 ? pets.train() : pets.test())
              .put(name + ".jpg", List.of(pets.classes().get(c)));
        }
      }
    }
    return pets.file("images.tar.gz", "images/Abyssinian_101.mat", new byte[] {1})
        .text("annotations.tar.gz", "annotations/trainval.txt", train.toArray(String[]::new))
        .text("annotations.tar.gz", "annotations/test.txt", test.toArray(String[]::new))
        .text("annotations.tar.gz", "annotations/list.txt", "#Image CLASS-ID SPECIES BREED ID", "x")
        .text("annotations.tar.gz", "annotations/._trainval.txt", "by an archiver")
        .file("annotations.tar.gz", "annotations/trimaps/a.png", new byte[] {1});
  }

  /** The background class, and the stray file in it. */
  private static GeneratedArchives caltech() {
    var caltech = GeneratedArchives.of("BACKGROUND_Google", "Faces", "accordion");
    for (String name : caltech.classes()) {
      for (int i = 1; i <= 33; i++) {
        String path = "%s/image_%04d.jpg".formatted(name, i);
        caltech.image("101_ObjectCategories.tar.gz", "101_ObjectCategories/" + path);
      }
    }
    return caltech.file(
        "101_ObjectCategories.tar.gz",
        "101_ObjectCategories/BACKGROUND_Google/tmp",
        "stray".getBytes(UTF_8));
  }

  private static GeneratedArchives flowers() {
    var flowers =
        GeneratedArchives.of(
            IntStream.rangeClosed(1, 102).mapToObj("%03d"::formatted).toArray(String[]::new));
    var labels = new int[] {77, 77, 1, 1, 102, 102, 77, 1, 102};
    var parts = List.of(flowers.train(), flowers.validation(), flowers.test());
    var numbers = new int[][] {{1, 3, 6}, {2, 4, 5}, {9, 8, 7}};
    for (int part = 0; part < 3; part++) {
      for (int number : numbers[part]) {
        String name = "image_%05d.jpg".formatted(number);
        flowers.image("102flowers.tgz", "jpg/" + name);
        parts.get(part).put(name, List.of("%03d".formatted(labels[number - 1])));
      }
    }
    return flowers
        .file("", "imagelabels.mat", mat("labels", row(MatlabType.UInt8, labels)))
        .file(
            "",
            "setid.mat",
            mat(
                "trnid",
                row(MatlabType.UInt16, numbers[0]),
                "valid",
                row(MatlabType.UInt16, numbers[1]),
                "tstid",
                row(MatlabType.UInt16, numbers[2])));
  }
}
