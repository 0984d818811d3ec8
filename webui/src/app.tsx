/** The app: the door first, then the screens. A new screen is one file and one row of the table. */
import { render, type FunctionComponent } from 'preact';
import { useCallback, useEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { Door as DoorOf, Id, Me, Notebook, SyncState } from './data/types';
import { Icon, type IconName } from './parts/icons';
import { later, prepare } from './parts/later';
import { classesOf } from './parts/records';
import { OpenNotebook, useNotebook } from './parts/open';
import { NotFound } from './parts/page';
import { to, useRoute, type Route } from './parts/route';
import { keepSetting, setting } from './parts/settings';
import { Snackbar } from './parts/snackbar';
import { Today } from './screens/today';
import { t } from './strings';

/** The rooms that the later screens come in. */
const office = () => import('./screens/seldom');
const day = () => import('./screens/day');
const block = () => import('./screens/block');

const Closed = later(office, 'Closed');
const Locked = later(office, 'Locked');
const Join = later(office, 'Join');
const ChooseClass = later(office, 'ChooseClass');
const FirstClass = later(office, 'FirstClass');

type Tab = 'today' | 'students' | 'questions' | 'class';

type Screen = FunctionComponent<{ route: Route }>;

/** `past`: what stands there when a past day is looked at; without it there is nothing to see of the past. `isFront`: shown before the whole class is read. */
interface ScreenRow { path: string; tab: Tab; screen: Screen; past?: Screen; isFront?: true }

const PastBanner = later(office, 'PastBanner');
const NewNote = later(day, 'NewNote');
const Note = later(day, 'Note');
const Versions = later(office, 'Versions');
const Changes = later(office, 'Changes');
const Groups = later(office, 'Groups');
const ChooseDay = later(office, 'ChooseDay');
const Students = later(day, 'Students');
const Student = later(day, 'Student');
const StudentWork = later(block, 'StudentWork');
const Search = later(day, 'Search');
const Coverage = later(day, 'Coverage');

/** The first row that fits is shown; ':' stands for any one part. */
const SCREENS: ScreenRow[] = [
  { path: '', tab: 'today', screen: Today, past: Today, isFront: true },
  { path: 'note/new', tab: 'today', screen: NewNote },
  { path: 'note/:', tab: 'today', screen: Note, past: later(office, 'PastNote') },
  { path: 'note/:/versions', tab: 'today', screen: Versions, past: Versions },
  { path: 'students', tab: 'students', screen: Students, past: Students },
  { path: 'coverage', tab: 'students', screen: Coverage, past: Coverage },
  { path: 'practice', tab: 'class', screen: later(office, 'Practice') },
  { path: 'student/:', tab: 'students', screen: Student, past: Student },
  { path: 'student/:/changes', tab: 'students', screen: Changes, past: Changes },
  { path: 'student/:/work', tab: 'students', screen: StudentWork, past: StudentWork },
  { path: 'student/:/details', tab: 'students', screen: later(office, 'StudentDetails') },
  { path: 'lesson', tab: 'today', screen: later(block, 'LessonToday') },
  { path: 'lesson/:', tab: 'today', screen: later(block, 'Lesson') },
  { path: 'class/checklists', tab: 'class', screen: later(block, 'Checklists') },
  { path: 'checklist/:', tab: 'class', screen: later(block, 'Checklist') },
  { path: 'class/labels', tab: 'class', screen: later(block, 'Labels') },
  { path: 'class/peers', tab: 'class', screen: later(block, 'Peers') },
  { path: 'class/slips', tab: 'class', screen: later(block, 'Slips') },
  { path: 'class/timers', tab: 'class', screen: later(block, 'Timers') },
  { path: 'student/:/goals', tab: 'students', screen: later(block, 'Goals') },
  { path: 'search', tab: 'students', screen: Search, past: Search },
  { path: 'questions', tab: 'questions', screen: later(office, 'Questions') },
  { path: 'class', tab: 'class', screen: later(office, 'Class'), past: later(office, 'PastClass') },
  { path: 'class/calendar', tab: 'class', screen: later(office, 'Calendar') },
  { path: 'class/day', tab: 'class', screen: ChooseDay, past: ChooseDay },
  { path: 'class/list', tab: 'class', screen: later(office, 'Roster') },
  { path: 'class/skills', tab: 'class', screen: later(office, 'Skills') },
  { path: 'class/plans', tab: 'class', screen: later(block, 'Plans') },
  { path: 'class/plan/:', tab: 'class', screen: later(block, 'Plan') },
  { path: 'class/points', tab: 'class', screen: later(block, 'Points') },
  { path: 'class/prompts', tab: 'class', screen: later(block, 'Prompts') },
  { path: 'class/groups', tab: 'class', screen: Groups, past: Groups },
  { path: 'class/group/:', tab: 'class', screen: later(office, 'Group'), past: later(office, 'PastGroup') },
  { path: 'class/progressions', tab: 'class', screen: later(block, 'Progressions') },
  { path: 'class/progression/:', tab: 'class', screen: later(block, 'Progression') },
  { path: 'class/status', tab: 'class', screen: later(block, 'StatusOfClass') },
  { path: 'class/genres', tab: 'class', screen: later(block, 'Genres') },
  { path: 'class/assessments', tab: 'class', screen: later(block, 'Assessments') },
  { path: 'assessment/:', tab: 'class', screen: later(block, 'Assessment') },
  { path: 'class/support', tab: 'class', screen: later(block, 'Support') },
  { path: 'pieces', tab: 'class', screen: later(block, 'Pieces') },
  { path: 'piece/:', tab: 'class', screen: later(block, 'Piece') },
  { path: 'class/people', tab: 'class', screen: later(office, 'People') },
  { path: 'class/people/log', tab: 'class', screen: later(office, 'Log') },
  { path: 'class/phone', tab: 'class', screen: later(office, 'Phone') },
  { path: 'class/settings', tab: 'class', screen: later(office, 'Settings') },
  { path: 'class/about', tab: 'class', screen: later(office, 'About') },
  { path: 'class/about/practices', tab: 'class', screen: later(office, 'Practices') },
];

const TABS: { tab: Tab; href: string; icon: IconName }[] = [
  { tab: 'today', href: to.today, icon: 'today' },
  { tab: 'students', href: to.students, icon: 'students' },
  { tab: 'questions', href: to.questions, icon: 'questions' },
  { tab: 'class', href: to.class, icon: 'class' },
];

function fits(path: string, parts: string[]): boolean {
  const wanted = path.split('/').filter(Boolean);
  return wanted.length === parts.length && wanted.every((part, i) => part === ':' || part === parts[i]);
}

type At =
  | { at: 'opening' }
  | { at: 'join'; me: Me | undefined; code?: string; wiped?: true } // `code`: of the link that opened the app; it works once
  | { at: 'choose'; me: Me }
  | { at: 'first'; me: Me }
  | { at: 'inside'; notebook: Notebook }
  | { at: 'broken' };

/** Once the first screen is there, what a tap leads to is fetched from the phone's own copy: nobody waits for it then. */
function getReady(): void {
  const get = () => void Promise.all([prepare(), day()]).catch(() => undefined); // whoever wants one of them asks again, and is told
  if ('requestIdleCallback' in window) requestIdleCallback(get);
  else setTimeout(get);
}

export function show(place: HTMLElement, door: DoorOf, joinCode: string | undefined): void {
  render(<App door={door} joinCode={joinCode} />, place);
}

/** Locked, nothing of the class is on the page, nor what was on the screen; opened again, the address leads back to it. */
function App({ door, joinCode }: { door: DoorOf; joinCode: string | undefined }) {
  const code = useRef(joinCode);
  const [failed, setFailed] = useState(false);
  const [, look] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const stop = door.lock.subscribe(() => look(undefined));
    door.lock.look().then(look, () => setFailed(true)); // it may have been told before anybody listened
    return stop;
  }, [door]);
  const { ready, locked } = door.lock.state();
  if (!ready) return <main class="door"><p role={failed ? 'alert' : 'status'}>{failed ? t.wentWrong : t.loading}</p></main>;
  if (locked) return <Locked lock={door.lock} />;
  return <Inside door={door} joinCode={code.current} joined={() => { code.current = undefined; }} />;
}

function Inside({ door, joinCode, joined }: { door: DoorOf; joinCode: string | undefined; joined: () => void }) {
  const [place, setPlace] = useState<At>({ at: 'opening' });
  const enter = useCallback((id: Id) => {
    door.open(id).then(
      (notebook) => {
        keepSetting('class', id);
        setPlace({ at: 'inside', notebook });
      },
      () => setPlace({ at: 'broken' }),
    );
  }, [door]);
  const arrive = useCallback((me: Me | undefined, chooses = false) => {
    const [first, second] = me ? classesOf(me) : [];
    if (!me) setPlace({ at: 'join', me });
    else if (!first) setPlace({ at: 'first', me });
    else if (!second) enter(first.id);
    else {
      const last = classesOf(me).find(({ id }) => id === setting('class'));
      if (last && !chooses) enter(last.id);
      else setPlace({ at: 'choose', me });
    }
  }, [enter]);
  const look = useCallback(() => {
    door.me().then(arrive, () => setPlace({ at: 'broken' }));
  }, [door, arrive]);
  useEffect(() => {
    if (joinCode === undefined) look();
    else door.me().then((me) => setPlace({ at: 'join', me, code: joinCode }), () => setPlace({ at: 'broken' }));
  }, [door, joinCode, look]);
  const leave = useCallback((notebook: Notebook) => {
    location.hash = '';
    const { me } = notebook;
    const { signedOut, closed } = notebook.state();
    if (signedOut) setPlace({ at: 'join', me });
    else if (!closed) setPlace({ at: 'choose', me });
    else door.me().then((left) => setPlace(left && classesOf(left).length ? { at: 'join', me: left } : { at: 'join', me: undefined, wiped: true }), () => setPlace({ at: 'broken' }));
  }, [door]);

  switch (place.at) {
    case 'opening': return <main class="door"><p role="status">{t.loading}</p></main>;
    case 'broken': return <main class="door"><p role="alert">{t.wentWrong}</p></main>;
    case 'join': return <Join door={door} code={place.code} me={place.me} wiped={place.wiped} joined={(me) => { joined(); arrive(me, true); }} />;
    case 'choose': return <ChooseClass door={door} me={place.me} chosen={enter} create={() => setPlace({ at: 'first', me: place.me })} />;
    case 'first': return <FirstClass door={door} me={place.me} made={enter} look={look} />;
    case 'inside': {
      const { notebook } = place;
      return <OpenNotebook key={notebook.id} notebook={notebook} leave={() => leave(notebook)}><Shell /></OpenNotebook>;
    }
  }
}

function Shell() {
  const notebook = useNotebook();
  const route = useRoute();
  const row = SCREENS.find(({ path }) => fits(path, route.parts));
  const { asOf } = notebook;
  const Screen = (asOf === undefined ? row?.screen : row?.past) ?? NotFound;
  const tabs = asOf === undefined ? TABS : TABS.filter(({ tab }) => tab !== 'questions');
  const { questions: waiting, closed } = useStateInTime(notebook);
  useEffect(getReady, []);
  const skip = (event: Event) => {
    event.preventDefault(); // the fragment is the app's address
    document.querySelector('main')?.focus();
  };
  if (closed) return <div class="shell"><main id="content" class="main" tabIndex={-1}><Closed /></main></div>;
  return (
    <div class={asOf === undefined ? 'shell' : 'shell shell-past'}>
      <a class="skip" href="#content" onClick={skip}>{t.skipToContent}</a>
      {asOf === undefined ? null : <PastBanner asOf={asOf} />}
      <main id="content" class="main" tabIndex={-1}>
        {notebook.isWhole() || row?.isFront ? <Screen key={`${asOf ?? ''}/${route.parts.join('/')}`} route={route} /> : <p class="page" role="status">{t.loading}</p>}
      </main>
      <Snackbar />
      <nav class="tabs" aria-label={t.tabs.label}>
        <p class="brand" aria-hidden="true">{t.app}</p>
        {tabs.map(({ tab, href, icon }) => (
          <a key={tab} class="tab" href={href} aria-current={row?.tab === tab ? 'page' : undefined}>
            <Icon name={icon} />
            <span>{t.tabs[tab]}</span>
            {tab === 'questions' && waiting ? <span class="count">{waiting}</span> : null}
          </a>
        ))}
      </nav>
    </div>
  );
}

const TIMER_MAX_MS = 60 * 60 * 1000; // beyond some weeks a timer would fire at once

/** The state, looked at again when a role ends: that is no change of the notebook, and comes without a network too. */
function useStateInTime(notebook: Notebook): SyncState {
  const [, look] = useReducer((n: number) => n + 1, 0);
  const until = notebook.me.notebooks.find(({ id }) => id === notebook.id)?.role_until;
  useEffect(() => {
    if (until === undefined) return undefined;
    const again = () => look(undefined);
    const timer = setInterval(again, Math.min(TIMER_MAX_MS, Math.max(1000, Date.parse(until) - Date.now())));
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
    };
  }, [until]);
  return notebook.state();
}
