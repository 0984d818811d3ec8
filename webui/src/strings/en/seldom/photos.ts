/** Photos of the work: taking, looking at, and whether they may be taken. */
import { count } from '../../format';

export const photos = {
  photos: {
    title: 'Photos of the work',
    take: 'Photo of the work',
    notFaces: 'Photograph the work, not faces.',
    making: 'The photo is being made smaller. Go on writing.',
    kept: 'The photo is kept.',
    removed: 'The photo is removed.',
    remove: 'Remove this photo',
    caption: 'What it shows',
    model: 'May be shown as a model',
    noModel: (names: string) => `Not offered as a model: for ${names} the answer to showing work was no, or has run out.`,
    refused: (names: string) => `No photo here: for ${names} the answer to photographing work was no.`,
    over: (names: string) => `No photo here: the consent for ${names} has run out.`,
    change: (name: string) => `Consent in the details of ${name}`,
    of: (names: string, day: string) => `Work of ${names}, ${day}`,
    ofDay: (day: string) => `Work of ${day}`,
    open: (what: string) => `Look at it: ${what}`,
    all: (n: number) => count(n, { one: 'Show the one photo', other: `Show all ${n} photos` }),
    places: { phone: 'Saved on this phone', shared: 'Shared with the team', refused: 'Not taken by the service', away: 'Kept by the service' },
    coming: 'The picture comes when there is a connection.',
    errors: {
      no_picture: 'This is no picture that can be read here. Take the photo again.',
      no_photos: 'This page came without https, and there no photos can be kept. Open the app by its https address.',
      unknown_photo: 'This photo is not with the service yet. It comes from the phone that took it.',
    } as { [code: string]: string },
  },
};
