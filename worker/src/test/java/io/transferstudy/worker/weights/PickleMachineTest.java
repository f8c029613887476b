package io.transferstudy.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.transferstudy.worker.weights.PickleValue.Bool;
import io.transferstudy.worker.weights.PickleValue.Dictionary;
import io.transferstudy.worker.weights.PickleValue.None;
import io.transferstudy.worker.weights.PickleValue.Real;
import io.transferstudy.worker.weights.PickleValue.Sequence;
import io.transferstudy.worker.weights.PickleValue.Text;
import io.transferstudy.worker.weights.PickleValue.Tuple;
import io.transferstudy.worker.weights.PickleValue.Whole;
import io.transferstudy.worker.weights.Pickler.Opcodes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PickleMachineTest {
  /**
   * Python 3.11's pickle.dumps, protocols 2 and 4, of s = [1.5, None, True, False] in {"n": (1,
   * 300, 70000, -1, 2**40, -2**40, 0), "l": [s, s], "t": (1,), "u": (1, 2), "v": (1, 2, 3), "e":
   * (), "é": "xxx", 7: {}}.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "80027d71002858010000006e7101284b014d2c014a701101004affffffff8a0600000000"
            + "00018a060000000000ff4b0074710258010000006c71035d7104285d710528473ff80000"
            + "000000004e88896568056558010000007471064b0185710758010000007571084b014b02"
            + "867109580100000076710a4b014b024b0387710b580100000065710c295802000000c3a9"
            + "710d5803000000787878710e4b077d710f752e",
        "80049579000000000000007d94288c016e94284b014d2c014a701101004affffffff8a06"
            + "0000000000018a060000000000ff4b0074948c016c945d94285d9428473ff80000000000"
            + "004e8889656805658c0174944b0185948c0175944b014b0286948c0176944b014b024b03"
            + "87948c016594298c02c3a9948c03787878944b077d94752e"
      })
  void readsWhatPythonWrites(String pickle) {
    var s = new Sequence(List.of(new Real(1.5), new None(), new Bool(true), new Bool(false)));
    assertThat(PickleMachine.read(HexFormat.of().parseHex(pickle)))
        .isEqualTo(
            new Dictionary(
                Map.of(
                    new Text("n"), wholes(1, 300, 70000, -1, 1L << 40, -1L << 40, 0),
                    new Text("l"), new Sequence(List.of(s, s)),
                    new Text("t"), wholes(1),
                    new Text("u"), wholes(1, 2),
                    new Text("v"), wholes(1, 2, 3),
                    new Text("e"), wholes(),
                    new Text("é"), new Text("xxx"),
                    new Whole(7), new Dictionary())));
  }

  /** Python's d = OrderedDict(a=1); d._metadata = OrderedDict(v=1), as in every state dict. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "800263636f6c6c656374696f6e730a4f726465726564446963740a710029527101580100"
            + "00006171024b01737d710358090000005f6d657461646174617104680029527105580100"
            + "00007671064b017373622e",
        "80049545000000000000008c0b636f6c6c656374696f6e73948c0b4f7264657265644469"
            + "63749493942952948c0161944b01737d948c095f6d657461646174619468022952948c01"
            + "76944b017373622e"
      })
  void attributesOfADictionaryAreNotNeeded(String pickle) {
    assertThat(PickleMachine.read(HexFormat.of().parseHex(pickle)))
        .isEqualTo(new Dictionary(Map.of(new Text("a"), new Whole(1))));
  }

  @ParameterizedTest
  @CsvSource({
    "posix, system",
    "builtins, eval",
    "__builtin__, getattr",
    "torch, load",
    "torch._utils, _rebuild_qtensor",
    "torch._utils, _rebuild_tensor_v3",
    "torch.storage, UntypedStorage",
    "torch, ComplexFloatStorage",
    "torchvision.models.resnet, ResNet",
    "argparse, Namespace",
    "numpy.core.multiarray, scalar",
    "collections, OrderedDict.fromkeys"
  })
  void anotherClassOrFunctionIsRefusedByName(String module, String name) {
    refused(Pickler.start().global(module, name).stop())
        .hasMessageContaining("asks for " + module + "." + name)
        .hasMessageContaining("torch.save(model.state_dict()");
    byte[] newer = Pickler.start().text(module).text(name).op(0x93).op(Opcodes.STOP).bytes();
    refused(newer).hasMessageContaining("asks for " + module + "." + name);
  }

  @ParameterizedTest
  @CsvSource({
    "i, INST",
    "o, OBJ",
    "0, POP",
    "2, DUP",
    "I, INT",
    "S, STRING",
    "P, PERSID",
    "d, DICT",
    "B, BINBYTES",
    "1, POP_MARK"
  })
  void anotherOpcodeIsRefusedByName(char code, String name) {
    refused(Pickler.start().op(code).stop()).hasMessageContaining("has the opcode " + name);
  }

  @Test
  void everyByteIsEitherKnownOrRefused() {
    for (int code = 0; code < 256; code++) {
      if (code != Opcodes.STOP) {
        refused(Pickler.start().op(code).bytes());
      }
    }
    refused(Pickler.start().op(0x82).op(1).stop()).hasMessageContaining("EXT1");
    refused(Pickler.start().op(0x81).stop()).hasMessageContaining("NEWOBJ");
    refused(Pickler.start().op(0xff).stop()).hasMessageContaining("0xff");
  }

  @Test
  void callsAreThoseOfTorchSaveOnly() {
    for (long[] arguments : new long[][] {{1}, {1, 2}}) {
      var callable = Pickler.start().global("collections", "OrderedDict").wholes(arguments);
      refused(callable.op(Opcodes.REDUCE).stop())
          .hasMessageContaining("calls collections.OrderedDict with other arguments");
    }
    refused(
            Pickler.start()
                .global("torch._utils", "_rebuild_tensor")
                .wholes(0, 1, 2)
                .op(Opcodes.REDUCE)
                .stop())
        .hasMessageContaining("_rebuild_tensor with other arguments");
    refused(Pickler.start().text("x").op(Opcodes.EMPTY_TUPLE).op(Opcodes.REDUCE).stop())
        .hasMessageContaining("calls a text");
    refused(
            Pickler.start()
                .global("torch", "FloatStorage")
                .wholes(1L << 40)
                .op(Opcodes.REDUCE)
                .stop())
        .hasMessageContaining("calls torch.FloatStorage");
    refused(
            Pickler.start()
                .global("torch._utils", "_rebuild_tensor_v2")
                .wholes(0, 1, 2, 3, 4, 5)
                .op(Opcodes.REDUCE)
                .stop())
        .hasMessageContaining("_rebuild_tensor_v2 with other arguments");
    refused(Pickler.start().wholes(1, 2).op(Opcodes.BINPERSID).stop())
        .hasMessageContaining("persistent id");
    refused(Pickler.start().op(Opcodes.EMPTY_LIST).op(Opcodes.EMPTY_DICT).op(Opcodes.BUILD).stop())
        .hasMessageContaining("gives a list attributes");
  }

  @Test
  void aParameterIsItsTensorAndASizeItsTuple() {
    var parameter = Pickler.start().global("torch._utils", "_rebuild_parameter").op(Opcodes.MARK);
    parameter.floats("0", 3).op(Opcodes.NEWTRUE).orderedDict().op(Opcodes.TUPLE);
    assertThat(PickleMachine.read(parameter.op(Opcodes.REDUCE).stop()))
        .isInstanceOfSatisfying(
            TensorView.class, view -> assertThat(view.shape()).containsExactly(3));
    var size = Pickler.start().global("torch", "Size").wholes(2, 3).op(Opcodes.TUPLE1);
    assertThat(PickleMachine.read(size.op(Opcodes.REDUCE).stop())).isEqualTo(wholes(2, 3));
  }

  /**
   * OrderedDict([("a", 1L), ("b", "x")]) as Python 2 writes it by protocol 2; then with one name
   * twice, with a pair of three, and with no list.
   */
  @Test
  void pythonTwoGivesADictionaryItsItemsAsPairs() {
    assertThat(
            PickleMachine.read(pairs("5d71022855016171038a0101655d7104285501627105550178710665")))
        .isEqualTo(
            new Dictionary(Map.of(new Text("a"), new Whole(1), new Text("b"), new Text("x"))));
    refused(pairs("5d285501614b01655d285501614b0265")).hasMessageContaining("one key twice");
    refused(pairs("5d285501614b014b0265")).hasMessageContaining("other arguments");
    refused(pairs("4b01")).hasMessageContaining("other arguments");
  }

  private static byte[] pairs(String items) {
    return HexFormat.of()
        .parseHex(
            "800263636f6c6c656374696f6e730a4f726465726564446963740a71005d710128"
                + items
                + "65857107527108"
                + "2e");
  }

  @Test
  void tensorsOfManyDimensionsAndFlaggedOnesAreRefused() {
    refused(Pickler.start().tensor("FloatStorage", "0", 1, 0, new long[17], new long[17]).stop())
        .hasMessageContaining("17 dimensions");
    var flagged = Pickler.start().global("torch._utils", "_rebuild_tensor_v2").op(Opcodes.MARK);
    flagged.storage("FloatStorage", "0", 1).whole(0).wholes(1).wholes(1).op(Opcodes.NEWFALSE);
    flagged.orderedDict().op(Opcodes.EMPTY_DICT).text("neg").op(Opcodes.NEWTRUE);
    refused(flagged.op(Opcodes.SETITEM).op(Opcodes.TUPLE).op(Opcodes.REDUCE).stop())
        .hasMessageContaining("other arguments");
  }

  @Test
  void aPickleCutAnywhereIsRefused() {
    byte[] whole =
        Pickler.start().orderedDict().text("w").floats("0", 3).op(Opcodes.SETITEM).stop();
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void aValueThatIsNotThereIsNoValue() {
    for (int code : new int[] {'t', 0x85, 0x86, 0x87, 'a', 'e', 's', 'u', 'R', 'b', 'Q', '.'}) {
      refused(Pickler.start().op(code).stop());
      if (code != Opcodes.TUPLE) {
        refused(Pickler.start().op(Opcodes.NONE).op(Opcodes.MARK).op(code).stop());
      }
    }
    refused(Pickler.start().op(Opcodes.BINGET).op(0).stop()).hasMessageContaining("never saw");
  }

  @Test
  void keysAreTextsOrNumbersAndSetOnce() {
    var tuple = Pickler.start().op(Opcodes.EMPTY_DICT).op(Opcodes.EMPTY_TUPLE).whole(1);
    refused(tuple.op(Opcodes.SETITEM).stop()).hasMessageContaining("a tuple as a key");
    var twice = Pickler.start().op(Opcodes.EMPTY_DICT).op(Opcodes.MARK);
    refused(twice.text("a").whole(1).text("a").whole(2).op(Opcodes.SETITEMS).stop())
        .hasMessageContaining("one key twice");
  }

  @Test
  void valuesThatContainThemselvesAndDeepOnesAreHarmless() {
    var cycle = Pickler.start().op(Opcodes.EMPTY_LIST).op(Opcodes.BINPUT).op(0);
    cycle.op(Opcodes.BINGET).op(0).op(Opcodes.APPEND);
    assertThat(PickleMachine.read(cycle.stop()).kind()).isEqualTo("a list");
    var nested = Pickler.start().op(Opcodes.EMPTY_TUPLE);
    for (int i = 0; i < 500_000; i++) {
      nested.op(Opcodes.TUPLE1);
    }
    assertThat(PickleMachine.read(nested.stop()).kind()).isEqualTo("a tuple");
  }

  @Test
  void theNumberOfOpcodesIsBounded() {
    var many = Pickler.start();
    for (int i = 0; i < 2_000_001; i++) {
      many.op(Opcodes.MARK);
    }
    refused(many.stop()).hasMessageContaining("more than 2000000 opcodes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 255})
  void anotherProtocolIsRefused(int protocol) {
    byte[] pickle = {(byte) 0x80, (byte) protocol, 'N', '.'};
    refused(pickle).hasMessageContaining("has protocol " + protocol);
  }

  private static AbstractThrowableAssert<?, ?> refused(byte[] pickle) {
    return assertThatThrownBy(() -> PickleMachine.read(pickle))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith("its pickle ");
  }

  private static Tuple wholes(long... values) {
    return new Tuple(
        Arrays.stream(values).mapToObj(value -> (PickleValue) new Whole(value)).toList());
  }
}
