const AHEAD = 6; // frames decoded before they are due
const SECONDS = 6; // of film fetched at once
const FETCHED = 6; // such pieces kept
const NOWHERE = -1;

/** Whether this browser decodes the feeds' film by itself, frame by frame. */
async function canDecode(codec) {
  if (!("VideoDecoder" in window)) return false;
  try {
    return (await VideoDecoder.isConfigSupported({ codec })).supported;
  } catch {
    return false;
  }
}

/** One camera's film, of which any frame can be had by its number. */
class Feed {
  constructor(told, index, failed) {
    Object.assign(this, { camera: told.camera, index, failed });
    this.last = index.begins.length - 2;
    this.parts = new Parts(told.film, FETCHED, failed);
    this.frames = new Map(); // decoded, by number
    this.given = new Set(); // to the decoder, and not back yet
    this.wanted = 0;
    this.next = NOWHERE; // what the decoder can go on with
    this.decoder = new VideoDecoder({
      output: (frame) => this.take(frame),
      error: (error) => this.failed(error),
    });
    this.configure();
  }

  configure() {
    this.decoder.configure({ codec: this.index.codec, optimizeForLatency: true });
  }

  /** The frame that is shown at a time of the run; null before and after the film. */
  number(time_s) {
    const number = Math.floor((time_s - this.index.start_s) * this.index.fps + 1e-6);
    return number >= 0 && number <= this.last ? number : null;
  }

  /** Frame `number`; undefined until it is decoded. Frames before it are given up. */
  frame(number) {
    this.wanted = number;
    for (const [other, frame] of this.frames) {
      if (this.far(other)) this.drop(other, frame);
    }
    const key = number - (number % this.index.gop);
    if (!this.frames.has(number) && !this.given.has(number)) {
      if (this.next < key || this.next > number) this.begin(key);
    }
    if (this.decoder.state === "configured") this.decode();
    return this.frames.get(number);
  }

  far(number) {
    return number < this.wanted || number > this.wanted + AHEAD;
  }

  /** Decode from a frame that is whole by itself; what is still queued is not waited for. */
  begin(key) {
    if (this.decoder.decodeQueueSize > AHEAD) {
      this.decoder.reset();
      this.configure();
      this.given.clear();
    }
    this.next = key;
  }

  decode() {
    const until = Math.min(this.wanted + AHEAD, this.last);
    while (this.next !== NOWHERE && this.next <= until) {
      const data = this.bytes(this.next);
      if (!data) return;
      const type = this.next % this.index.gop ? "delta" : "key";
      this.given.add(this.next);
      this.decoder.decode(new EncodedVideoChunk({ type, timestamp: this.next, data }));
      this.next += 1;
      if (this.next > this.last) this.end();
    }
  }

  /** Have the decoder give out the last frames; it goes on from one that is whole only. */
  end() {
    this.decoder.flush().catch(() => {}); // a reset ends it
    this.next = NOWHERE;
  }

  /** The bytes of a frame, out of a piece that begins where a frame is whole by itself. */
  bytes(number) {
    const { begins, gop, fps } = this.index;
    const per = gop * Math.max(Math.round((SECONDS * fps) / gop), 1);
    const first = number - (number % per);
    const piece = this.parts.get(begins[first], begins[Math.min(first + per, this.last + 1)]);
    return piece?.subarray(begins[number] - begins[first], begins[number + 1] - begins[first]);
  }

  take(frame) {
    const number = frame.timestamp;
    this.given.delete(number);
    if (this.far(number) || this.frames.has(number)) frame.close();
    else this.frames.set(number, frame);
  }

  drop(number, frame) {
    frame.close();
    this.frames.delete(number);
  }

  /** Faces of a frame: left, top, width, height in its pixels, a tone and an alert's number. */
  *boxes(number) {
    const { first, rows } = this.index.boxes;
    for (let row = first[number]; row < first[number + 1]; row++) {
      yield rows.slice(6 * row, 6 * row + 6);
    }
  }

  /** What is wrong with a frame, in words; "" of one with which nothing is. */
  wrong(number) {
    const { wrong = [] } = this.index; // a session's films have none
    const until = wrong.findIndex(([first]) => first > number);
    const row = until < 0 ? wrong.length - 1 : until - 1;
    return row < 0 ? "" : wrong[row][1];
  }

  stop() {
    this.parts.stop();
    if (this.decoder.state !== "closed") this.decoder.close();
    for (const [number, frame] of this.frames) this.drop(number, frame);
  }
}
